// Visible pictures that may carry words or codes.

function picturesOf(out) {
  const found = [];
  for (const record of out.records) {
    if (!record.reachable || found.length >= LIMITS.pictures) continue;
    const source = sourceOf(record);
    if (!source || widthOf(record.rect) < LIMITS.picture || heightOf(record.rect) < LIMITS.picture) continue;
    const url = urlOf(record, source);
    if (source === 'img' && !url) continue;
    found.push({ id: `p${numberOf(record.el)}`, source, url, record });
  }
  return found;
}

// Crosses that a style sheet draws beside or on a card, as a part of it: only the place of a touch tells them from the card.
function crossesOf(out) {
  const found = [];
  for (const record of out.records.filter((one) => one.pseudo && one.reachable)) {
    const group = groupOfRecord(out, record);
    for (const one of group ? record.pseudo : []) {
      const rect = GLYPHS.characters.close.has(one.words.trim()) ? placeOfPseudo(record, one.style) : null;
      if (rect && areaOf(rect) < 0.25 * areaOf(record.rect)) found.push(describeCross(record, group, rect));
    }
  }
  return found.slice(0, 8);
}

const describeCross = (record, group, rect) => ({
  id: `p${numberOf(record.el)}`, source: 'background', box: asBox(rect), crosses: [asBox(rect)], overlay: overlayId(group), selector: selectorOf(record.el),
});

// Of one that is placed within its own element; what the browser says of it is in pixels then.
function placeOfPseudo(record, style) {
  if (style.position !== 'absolute' || record.style.position === 'static') return null;
  const [left, top, w, h] = [style.left, style.top, style.width, style.height].map(parseFloat);
  const [x, y] = [record.rect.l + parseFloat(record.style.borderLeftWidth), record.rect.t + parseFloat(record.style.borderTopWidth)];
  const margin = [parseFloat(style.marginLeft), parseFloat(style.marginTop)];
  const rect = { l: x + left + margin[0], t: y + top + margin[1], r: x + left + margin[0] + w, b: y + top + margin[1] + h };
  return [left, top, w, h].every(Number.isFinite) && w > 0 && h > 0 ? rect : null;
}

function sourceOf(record) {
  if (record.tag === 'IMG') return 'img';
  if (record.tag === 'INPUT' && record.el.type === 'image') return 'img';
  if (record.tag === 'CANVAS') return 'canvas';
  if (record.tag === 'VIDEO') return 'video';
  if (record.tag === 'SVG') return 'svg';
  return record.style.backgroundImage.includes('url(') ? 'background' : null;
}

function urlOf({ el, style }, source) {
  if (source === 'img') return shortUrl(el.currentSrc || el.src || '');
  if (source === 'video') return shortUrl(el.poster || el.currentSrc || '');
  if (source !== 'background') return '';
  return shortUrl((/url\("?([^")]*)"?\)/.exec(style.backgroundImage) || [])[1] || '');
}

// A picture inside the page itself is named by its hash, not carried along.
function shortUrl(url) {
  return url.startsWith('data:') ? `${url.slice(0, url.indexOf(',')).slice(0, 40)},${hashOf(url)}` : url.slice(0, 2000);
}

function describePicture(out, { id, source, url, record }, controls) {
  const group = groupOfRecord(out, record);
  const control = controls.find((one) => isWithin(record.el, one.record.el));
  const seen = meet(record.seen, out.view);
  return {
    id, source, url, box: asBox(record.rect), overlay: group ? overlayId(group) : null, control: control?.id ?? null,
    alt: getAttribute(record.el, 'alt').slice(0, LIMITS.name), selector: selectorOf(record.el),
    seen: record.onScreen && isMostlyUncovered(out, record, seen) ? asBox(seen) : null, words_over: wordsOver(out, record, group),
    wordless_control: controls.some((one) => !one.name && (one === control || overlaps(one.record, record))),
    key: `${numberOf(record.el)}|${url || looksOf(record, source)}|${Math.round(widthOf(record.rect))}x${Math.round(heightOf(record.rect))}`,
    loaded: source !== 'img' || (record.el.complete && record.el.naturalWidth > 0),
  };
}

// A touchable area without words that lies on the picture: what it says is baked in.
const overlaps = (area, record) => holds(record.rect, ...centreOf(area.rect)) && widthOf(area.rect) >= 40 && area.onScreen;

// No other layer lies over it.
function isMostlyUncovered(out, record, seen) {
  const group = groupOfRecord(out, record);
  const points = [0.15, 0.5, 0.85].flatMap((i) => [0.15, 0.5, 0.85].map((j) => [seen.l + i * widthOf(seen), seen.t + j * heightOf(seen)]));
  const free = points.filter(([x, y]) => {
    const hit = out.recordOf(hitAt(x, y));
    return !hit || groupOfRecord(out, hit) === group;
  });
  return free.length >= 6;
}

// How many characters of the page's own text stand on the picture, in the same layer.
function wordsOver(out, record, group) {
  let sum = 0;
  for (const one of out.fragments) {
    if (holds(record.rect, ...centreOf(one.rect)) && groupOfRecord(out, one.record) === group) sum += one.text.trim().length;
  }
  return sum;
}

// Tells whether a canvas or an inline drawing changed since the last look.
function looksOf({ el }, source) {
  if (source === 'svg') return hashOf(el.outerHTML.slice(0, 20000));
  if (source !== 'canvas') return '';
  try {
    const small = new OffscreenCanvas(24, 24);
    const pen = small.getContext('2d', { willReadFrequently: true });
    pen.drawImage(el, 0, 0, 24, 24);
    return hashOf(String.fromCharCode(...pen.getImageData(0, 0, 24, 24).data));
  } catch {
    return `look-${Math.round(performance.now())}`;
  }
}
