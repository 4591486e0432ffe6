// Boxes, clips and hit tests.

const FAR = 1e7;
const EVERYWHERE = { l: -FAR, t: -FAR, r: FAR, b: FAR };

const sizeOfView = () => ({ w: window.innerWidth, h: window.innerHeight });
const round = (value) => (Number.isFinite(value) ? Math.round(value * 10) / 10 : 0);
const asBox = (r) => [round(r.l), round(r.t), round(Math.max(0, r.r - r.l)), round(Math.max(0, r.b - r.t))];
const fromRect = (rect) => ({ l: rect.left, t: rect.top, r: rect.right, b: rect.bottom });
const widthOf = (r) => Math.max(0, r.r - r.l);
const heightOf = (r) => Math.max(0, r.b - r.t);
const areaOf = (r) => widthOf(r) * heightOf(r);
const centreOf = (r) => [(r.l + r.r) / 2, (r.t + r.b) / 2];
const grown = (r, by) => ({ l: r.l - by, t: r.t - by, r: r.r + by, b: r.b + by });
const holds = (r, x, y) => x >= r.l && x <= r.r && y >= r.t && y <= r.b;

function meet(a, b) {
  return { l: Math.max(a.l, b.l), t: Math.max(a.t, b.t), r: Math.min(a.r, b.r), b: Math.min(a.b, b.b) };
}

function join(a, b) {
  if (!a) return b;
  return { l: Math.min(a.l, b.l), t: Math.min(a.t, b.t), r: Math.max(a.r, b.r), b: Math.max(a.b, b.b) };
}

const isEmpty = (r) => r.r - r.l < 1 || r.b - r.t < 1;

// A link round a picture is only as high as a line of text: what it holds is its size, too.
function drawnRect(el) {
  const rect = fromRect(rectOf(el));
  if (getComputedStyle(el).display !== 'inline') return rect;
  return [...childElementsOf(el)].slice(0, 20).filter((one) => !isEmpty(fromRect(rectOf(one)))).reduce((sum, one) => {
    const inFlow = ['static', 'relative'].includes(getComputedStyle(one).position);
    return inFlow ? (isEmpty(sum) ? fromRect(rectOf(one)) : join(sum, fromRect(rectOf(one)))) : sum;
  }, rect);
}

// An image map's area draws nothing itself: it lies where its coordinates say, on its picture.
function rectFor(el) {
  if (!(el instanceof HTMLAreaElement)) return drawnRect(el);
  const picture = pictureOfArea(el);
  const numbers = getAttribute(el, 'coords').split(/[\s,]+/).map(Number).filter(Number.isFinite);
  if (!picture) return { l: 0, t: 0, r: 0, b: 0 };
  const rect = fromRect(rectOf(picture));
  if (el.shape === 'default' || numbers.length < 3) return rect;
  const [xs, ys] = areaSpan(el.shape, numbers);
  return meet(rect, { l: rect.l + Math.min(...xs), t: rect.t + Math.min(...ys), r: rect.l + Math.max(...xs), b: rect.t + Math.max(...ys) });
}

function areaSpan(shape, numbers) {
  const [x, y, radius] = numbers;
  if (shape.startsWith('circ')) return [[x - radius, x + radius], [y - radius, y + radius]];
  return [numbers.filter((_, i) => i % 2 === 0), numbers.filter((_, i) => i % 2 === 1)];
}

function pictureOfArea(area) {
  const name = getAttribute(parentNodeOf(area), 'name');
  const scope = rootNodeOf(area);
  return name ? scope.querySelector(`img[usemap="#${CSS.escape(name)}"]`) : null;
}

function viewRect() {
  const { w, h } = sizeOfView();
  return { l: 0, t: 0, r: w, b: h };
}

// Where the document ends: what lies outside cannot be scrolled to.
function documentRect() {
  const root = rootElementOf(document);
  const { w, h } = sizeOfView();
  const width = Math.max(w, root.scrollWidth);
  const height = Math.max(h, root.scrollHeight, bodyOf(document)?.scrollHeight || 0);
  return { l: -window.scrollX, t: -window.scrollY, r: width - window.scrollX, b: height - window.scrollY };
}

// The innermost element under a point, through shadow roots (not into frames: each frame answers for itself).
function hitAt(x, y) {
  let found = Document.prototype.elementFromPoint.call(document, x, y);
  for (let depth = 0; found && depth < 32; depth += 1) {
    const root = rootOf(found);
    const inner = root ? root.elementFromPoint(x, y) : null;
    if (!inner || inner === found) break;
    found = inner;
  }
  return found;
}

// All elements under a point, top-most first, shadow roots opened.
function stackAt(x, y, root = document, depth = 0) {
  const list = root === document ? Document.prototype.elementsFromPoint.call(document, x, y) : root.elementsFromPoint(x, y);
  const out = [];
  for (const el of list) {
    if (root !== document && rootNodeOf(el) !== root) continue;
    const inner = depth < 16 ? rootOf(el) : null;
    if (inner) out.push(...stackAt(x, y, inner, depth + 1));
    out.push(el);
  }
  return out;
}

function labelledBy(hit) {
  for (let at = hit; at; at = parentOf(at)) if (at instanceof HTMLLabelElement) return at.control;
  return null;
}

// A touch there reaches the target: it is hit, holds what is hit, or shares its label with it.
function reaches(target, hit) {
  if (!hit) return false;
  if (isWithin(hit, target)) return true;
  const field = fields.get(target) || target;
  if (hit === field || labelledBy(hit) === field) return true;
  if (getComputedStyle(target).pointerEvents !== 'none') return false;
  const around = parentOf(target);
  return Boolean(around) && hit === around && hit !== bodyOf(document);
}

// Points worth trying, the likeliest first.
function pointsIn(rect, glyph) {
  const points = glyph ? [centreOf(glyph)] : [];
  const [x, y] = centreOf(rect);
  const dx = widthOf(rect) / 4;
  const dy = heightOf(rect) / 4;
  for (const [i, j] of [[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1], [-1, -1], [1, 1], [-1, 1], [1, -1]]) {
    points.push([x + i * dx, y + j * dy]);
  }
  const inset = Math.min(6, widthOf(rect) / 3);
  points.push([rect.l + inset, y], [rect.r - inset, y]);
  return points;
}

// Something within the target that takes the touch for itself: a link in the words of a tick box.
function isTakenWithin(target, hit) {
  const field = fields.get(target) || target;
  for (let at = hit; at && at !== target; at = parentOf(at)) {
    if (at === field) return false;
    if (matches(at, 'a[href], button, select, textarea, input') || typesOn(at).some((type) => TAPS.has(type))) return true;
  }
  return false;
}

function touchPoint(target, rect, glyph) {
  const seen = meet(rect, viewRect());
  if (isEmpty(seen)) return null;
  const drawn = glyph && !isEmpty(meet(glyph, seen)) ? meet(glyph, seen) : null;
  let second = null;
  for (const [x, y] of pointsIn(seen, drawn)) {
    const hit = hitAt(x, y);
    if (!reaches(target, hit)) continue;
    if (!isTakenWithin(target, hit)) return [round(x), round(y)];
    if (!isLinkWithin(target, hit)) second ??= [round(x), round(y)];
  }
  return second;
}

const isLinkWithin = (target, hit) => {
  const link = closestTo(hit, 'a[href]');
  return Boolean(link) && link !== target && isWithin(link, target);
};
