// Layers described: form, mask, content, whether they take all touches, whether they go by themselves.

function overlaysOf(out, controls, pictures) {
  const hits = gridHits(out);
  const stacks = stackSamples(out);
  const grounds = findGrounds(out, stacks);
  const groups = pairMasks(out, groupsOf(out, hits, grounds), stacks);
  out.groupOf = new Map();
  for (const group of groups) for (const member of group.members) out.groupOf.set(member, group);
  const inert = out.fragments.length > 0 && hits.every(({ el }) => !el || el === bodyOf(document) || el === rootElementOf(document));
  return eachOf(out, groups, (group) => describe(out, group, hits, { controls, pictures, inert })).filter(Boolean);
}

function groupOfRecord(out, record) {
  for (let at = record; at; at = at.up) if (out.groupOf.has(at)) return out.groupOf.get(at);
  return null;
}

const overlayId = (group) => `o${numberOf(group.root.el)}`;

function describe(out, group, hits, page) {
  const controls = page.controls.filter((one) => groupOfRecord(out, one.record) === group);
  const content = contentRect(out, group, controls);
  const cover = group.hits.length / hits.length;
  if (isEmpty(meet(content, out.view)) || (!group.painted.length && cover < 0.85)) return null;
  const masked = hasMask(out, group) || group.painted.some((record) => coversView(out, record.rect));
  const pictures = page.pictures.filter((one) => groupOfRecord(out, one.record) === group);
  const text = textOf(fragmentsOf(out, group), LIMITS.overlay_text);
  const modal = masked && (cover >= LIMITS.modal_cover || isTopOver(out, group, hits));
  const transient = isTransient(out, group, { controls, pictures, text, content });
  const blocking = modal || (page.inert && transient);
  return {
    id: overlayId(group), form: formOf(out, content, blocking, controls), modal: blocking, box: asBox(meet(content, out.view)),
    cover: Math.round(cover * 100) / 100, mask_point: masked ? maskPoint(out, group, content) : null,
    scroll_locked: isScrollLocked(), text, controls: controls.map((one) => one.id), pictures: pictures.map((one) => one.id),
    picture_share: shareOf(pictures, content), transient, selector: selectorOf(group.root.el),
    signature: signatureOf(out, text, pictures, content),
  };
}

function hasMask(out, group) {
  if (group.members.some((member) => member.tag === 'DIALOG' && matches(member.el, ':modal'))) return true; // ::backdrop
  if (group.members.some((member) => coversView(out, member.rect))) return true;
  return out.records.some((record) => record.layer && coversView(out, record.rect) && groupOfRecord(out, record) === group && isMaskLike(out, record));
}

function fragmentsOf(out, group) {
  const painted = new Set(group.painted);
  return out.fragments.filter((one) => painted.has(one.record));
}

const ownFragments = (out, record) => out.fragments.slice(record.from, record.to).filter((one) => one.record === record);

// Other layers may stand over its edges; it still takes everything that they leave.
function isTopOver(out, group, hits) {
  const left = hits.filter((hit) => !group.hits.includes(hit));
  const ground = left.filter((hit) => !hit.record || !groupOfRecord(out, hit.record));
  return group.hits.length / hits.length > 0.6 && ground.length / hits.length < 0.05;
}

function contentRect(out, group, controls) {
  let rect = null;
  for (const record of group.painted) {
    if (isMaskLike(out, record) || (record === group.root && coversView(out, record.rect) && !ownsScreen(record))) {
      for (const one of ownFragments(out, record)) rect = join(rect, one.rect);
    } else rect = join(rect, record.seen);
  }
  for (const record of [...cardsOf(out, group), ...controls.map((one) => one.record)]) {
    if (record.onScreen && !isMaskLike(out, record)) rect = join(rect, record.seen);
  }
  return meet(rect || group.root.rect, out.view);
}

const ownsScreen = (record) => PAINTED.has(record.tag) || record.style.backgroundImage.includes('url(');

// Boxes with an opaque ground: the card, the sheet, or the whole screen.
function cardsOf(out, group) {
  const inside = out.records.filter((record) => record.onScreen && groupOfRecord(out, record) === group);
  return inside.filter((record) => {
    const ground = backgroundOf(record.style);
    return ground && ground[3] * record.opacity > 0.95 && !isMaskLike(out, record);
  });
}

function formOf(out, content, modal, controls) {
  const { r: vw, b: vh } = out.view;
  const wide = widthOf(content) >= 0.85 * vw;
  if (isKeyboard(controls) && content.b > vh - 60) return 'keyboard';
  if (wide && heightOf(content) >= 0.9 * vh) return 'full';
  if (wide && content.b >= vh - 16 && content.t > 16) return 'bottom';
  if (wide && content.t <= 4) return 'top';
  const [x] = centreOf(content);
  if (Math.abs(x - vw / 2) < 0.1 * vw && content.t > 4 && (modal || widthOf(content) > 0.2 * vw)) return 'centre';
  return modal ? 'centre' : 'floating';
}

const isKeyboard = (controls) => controls.filter((one) => one.kind === 'key').length >= 8;

// A point on the mask itself: away from the content and from the screen's edges, where other bars may lie.
function maskPoint(out, group, content) {
  let best = null;
  for (let row = 0; row < 16; row += 1) {
    for (const share of [0.5, 0.06, 0.94, 0.25, 0.75]) {
      const [x, y] = [out.view.r * share, ((row + 0.5) * out.view.b) / 16];
      if (holds(grown(content, 6), x, y)) continue;
      const hit = hitAt(x, y);
      const record = hit ? out.recordOf(hit) : null;
      if (!record || groupOfRecord(out, record) !== group) continue;
      const clear = Math.min(60, distance(content, x, y)) - (y < 60 || y > out.view.b - 40 ? 40 : 0);
      if (!best || clear > best.clear) best = { clear, point: [round(x), round(y)] };
    }
  }
  return best ? best.point : null;
}

function distance(rect, x, y) {
  return Math.hypot(Math.max(rect.l - x, 0, x - rect.r), Math.max(rect.t - y, 0, y - rect.b));
}

function isScrollLocked() {
  const body = bodyOf(document);
  const styles = [rootElementOf(document), body].filter(Boolean).map((el) => getComputedStyle(el));
  return styles.some((style) => CLIPPING.has(style.overflowY)) || Boolean(body && styles[1].position === 'fixed');
}

// Toasts and loading indicators: nothing to touch, little to read, and named or drawn as such.
function isTransient(out, group, { controls, pictures, text, content }) {
  if (controls.some((one) => !isWholeLayer(out, one, group) && !isWordlessIcon(out, one.record)) || text.length > LIMITS.toast_words) return false;
  if (pictures.some((one) => areaOf(one.record.rect) > LIMITS.toast_picture)) return false;
  const records = [group.root, ...group.painted].slice(0, 12);
  if (group.members.concat(records).some((record) => carries(record.el, WORDS.transient))) return true;
  if (records.some((record) => ['status', 'alert', 'progressbar'].includes(roleOf(record.el)))) return true;
  if (spins(group)) return true;
  const dimmed = group.members.some((member) => isMaskLike(out, member) && (backgroundOf(member.style)?.[3] || 0) * member.opacity > 0.05);
  return !dimmed && text !== '' && areaOf(content) < 0.15 * areaOf(out.view) && out.view.r - widthOf(content) > 40 && content.t > 4;
}

// A toast often listens itself, to go when touched: that is no control on it.
function isWholeLayer(out, one, group) {
  return !one.native && !one.role && cleaned(out.text(one.record, 80)) === cleaned(out.text(group.root, 80));
}

// Component libraries have each of their icons listen, whatever it shows.
function isWordlessIcon(out, record) {
  return record.tag === 'SVG' && record.to === record.from && glyphOf(out, record) !== 'close';
}

function spins(group) {
  return Element.prototype.getAnimations.call(group.root.el, { subtree: true }).some((one) => one.effect?.getComputedTiming().iterations === Infinity);
}

function shareOf(pictures, content) {
  const area = areaOf(content);
  const filled = pictures.filter((one) => !pictures.some((other) => other !== one && isWithin(one.record.el, other.record.el)));
  const sum = filled.reduce((total, one) => total + areaOf(meet(one.record.seen, content)), 0);
  return area ? Math.round(Math.min(1, sum / area) * 100) / 100 : 0;
}

// What stays the same when the same layer is drawn again: words without their numbers, pictures' paths, rough size.
function signatureOf(out, text, pictures, content) {
  const words = text.replace(/[\d\s]+/g, '').slice(0, 160);
  const sources = pictures.map((one) => one.url.replace(/[?#].*$/, '').slice(-60)).sort().join('|');
  const size = [widthOf(content) / out.view.r, heightOf(content) / out.view.b].map((share) => Math.round(share * 5)).join('x');
  return hashOf(`${words}#${sources}#${size}`);
}

function hashOf(text) {
  let [a, b] = [0x811c9dc5, 0x1b873593];
  for (let i = 0; i < text.length; i += 1) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b);
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}
