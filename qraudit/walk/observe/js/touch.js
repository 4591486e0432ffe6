// Where a finger must go, and what a point hits.

function nextFrames(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

const glyphRectOf = (el) => {
  const inner = drawnIn(el);
  return inner ? fromRect(rectOf(inner)) : null;
};

// The one small thing drawn inside, where what reacts is much larger.
function drawnIn(el) {
  const rect = fromRect(rectOf(el));
  const small = [...allIn(el, 'svg, img, i, [class*=icon]')].slice(0, 6).filter((one) => {
    const inner = fromRect(rectOf(one));
    return !isEmpty(inner) && widthOf(inner) <= 48 && areaOf(inner) < 0.6 * areaOf(rect);
  });
  return small.length && small.every((one) => isWithin(one, small[0])) ? small[0] : null;
}

function visibleRect(el) {
  let rect = rectFor(el);
  for (let at = drawnParentOf(el), fixed = getComputedStyle(el).position === 'fixed'; at && !fixed; at = parentOf(at)) {
    const style = getComputedStyle(at);
    const root = at === bodyOf(document) || at === rootElementOf(document);
    if (!root && (style.overflowX !== 'visible' || style.overflowY !== 'visible')) rect = meet(rect, fromRect(rectOf(at)));
    fixed = style.position === 'fixed';
  }
  return meet(rect, viewRect());
}

const drawnParentOf = (el) => (el instanceof HTMLAreaElement ? pictureOfArea(el) : parentOf(el));

async function aim(number) {
  const el = elementOf(number);
  if (!el || !isConnected(el)) return null;
  const target = targetOf(el);
  let point = touchPoint(target, visibleRect(target), glyphRectOf(target));
  for (const block of ['center', 'nearest', 'start', 'end']) {
    if (point) return point;
    (el instanceof HTMLAreaElement ? pictureOfArea(el) : target)?.scrollIntoView({ block, inline: 'center', behavior: 'instant' });
    await nextFrames(20);
    point = touchPoint(target, visibleRect(target), glyphRectOf(target));
  }
  return point;
}

function boxOf(number) {
  const el = elementOf(number);
  if (!el || !isConnected(el)) return null;
  const rect = rectFor(targetOf(el));
  return isEmpty(rect) ? null : asBox(rect);
}

// Still rendered, not faded out, not under `visibility: hidden`.
function isThere(number) {
  const el = elementOf(number);
  if (!el || !isConnected(el)) return false;
  const target = el instanceof HTMLAreaElement ? pictureOfArea(el) : targetOf(el);
  if (!target) return false;
  if (!target.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return false;
  return !isEmpty(fromRect(rectOf(target)));
}

function valueOf(number) {
  const el = elementOf(number);
  if (!el) return '';
  const field = fields.get(el) || el;
  if (field instanceof HTMLSelectElement) return [...field.selectedOptions].map((one) => one.text).join(', ').slice(0, LIMITS.name);
  if ('value' in field && typeof field.value === 'string') return field.value.slice(0, LIMITS.value);
  const inner = firstIn(field, 'input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea');
  return (inner ? inner.value : field.innerText || '').slice(0, LIMITS.value).trim();
}

// Which control or layer takes a touch at that point: its id within this frame, or null for the page.
function hitId(x, y) {
  const hit = hitAt(x, y);
  if (!hit) return null;
  if (frameIds.has(hit)) return `frame:${frameIds.get(hit)}`;
  const field = labelledBy(hit);
  for (const [id, el] of lastControls) if (field && (fields.get(el) || el) === field) return id;
  for (let at = hit; at; at = parentOf(at)) {
    const known = lastByElement.get(at);
    if (known) return known;
  }
  return null;
}

// A page wider than the screen is shown smaller: how its own coordinates lie on the screen.
function zoomNow() {
  const view = window.visualViewport;
  return view ? [view.scale, round(view.offsetLeft), round(view.offsetTop)] : [1, 0, 0];
}

function framePlace(id) {
  const frame = frameElements.get(id)?.deref();
  if (!frame || !isConnected(frame)) return null;
  return placeOf(frame);
}

// How a frame's own coordinates lie in this one's.
function placeOf(frame) {
  const rect = rectOf(frame);
  const style = getComputedStyle(frame);
  const scale = frame.offsetWidth ? rect.width / frame.offsetWidth : 1;
  const x = rect.left + (frame.clientLeft + parseFloat(style.paddingLeft)) * scale;
  const y = rect.top + (frame.clientTop + parseFloat(style.paddingTop)) * scale;
  return { x: round(x), y: round(y), scale: scale || 1, seen: asBox(visibleRect(frame)) };
}

// Of the points given, which ones hit the frame itself and nothing over it.
function frameTakes(id, points) {
  const frame = frameElements.get(id)?.deref();
  return points.map(([x, y]) => Boolean(frame) && hitAt(x, y) === frame);
}
