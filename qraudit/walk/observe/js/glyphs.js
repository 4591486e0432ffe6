// What a wordless control shows: a cross, an arrow, a plus …

function glyphOf(out, record) {
  const text = cleaned(out.text(record, 20));
  for (const [glyph, characters] of Object.entries(GLYPHS.characters)) if (text && characters.has(text)) return glyph;
  if (/[\p{L}\p{N}]/u.test(text) || widthOf(record.rect) > 120 || heightOf(record.rect) > 96) return 'none';
  const near = [record.el, ...[...allIn(record.el, '*')].slice(0, 8)];
  return glyphByWords(near) || glyphByShape(out, near) || 'none';
}

function glyphByWords(near) {
  for (const el of near) {
    const tokens = new Set([...classOf(el).split(/\s+/).flatMap((name) => withPairs(tokensOf(name))), ...withPairs(fileTokens(el))]);
    const words = ['aria-label', 'title', 'alt'].map((name) => getAttribute(el, name).trim()).filter(Boolean);
    for (const [glyph, { classes, names }] of Object.entries(GLYPHS.words)) {
      if (words.some((word) => names.test(word)) || [...tokens].some((token) => classes.has(token))) return glyph;
    }
  }
  return null;
}

// `arrow-left` is one word, too.
const withPairs = (tokens) => [...tokens, ...tokens.slice(1).map((token, i) => tokens[i] + token)];

function fileTokens(el) {
  const url = el instanceof HTMLImageElement ? el.currentSrc || el.src : '';
  const name = /([^/?#]+)\.(png|svg|jpe?g|webp|gif)(?:[?#]|$)/i.exec(url);
  return name && !url.startsWith('data:') ? tokensOf(name[1].replace(/\./g, '-')) : [];
}

function glyphByShape(out, near) {
  for (const el of near) {
    const record = out.of.get(el);
    if (tagOf(el) === 'svg' && isCross(el)) return 'close';
    if (record && hasCrossedBars(record)) return 'close';
    const sign = record && signOfBars(record);
    if (sign) return sign;
  }
  return null;
}

// A lying and a standing bar make a plus, a lying one alone a minus.
function signOfBars(record) {
  if (record.to > record.from || Math.max(widthOf(record.rect), heightOf(record.rect)) > 48) return null;
  const bars = barStyles(record).map(barOf).filter(Boolean);
  if (!bars.length || bars.length > 2) return null;
  if (bars.length === 2) return bars.includes('lying') && bars.includes('standing') ? 'plus' : null;
  return bars[0] === 'lying' ? 'minus' : null;
}

const barStyles = (record) => [
  ...(record.pseudo || []).filter((one) => !one.words).map((one) => one.style),
  ...childElementsOf(record.el).slice(0, 4).map((el) => getComputedStyle(el)),
];

function barOf(style) {
  const [w, h] = [parseFloat(style.width), parseFloat(style.height)];
  if (style.display === 'none' || Math.min(w, h) > 4 || Math.max(w, h) < 6 || alphaOf(style.backgroundColor) < 0.3) return null;
  const turn = turnOf(style.transform);
  if (turn === null || (turn > 5 && turn < 85)) return null;
  return (w > h) === turn < 45 ? 'lying' : 'standing';
}

// Two thin bars turned by 45 degrees, in pseudo-elements or children.
function hasCrossedBars(record) {
  const styles = [...(record.pseudo || []).map((one) => one.style), ...childElementsOf(record.el).slice(0, 4).map((el) => getComputedStyle(el))];
  const turned = styles.filter((style) => {
    const [w, h] = [parseFloat(style.width), parseFloat(style.height)].sort((a, b) => a - b);
    return w <= 5 && h >= 8 && isDiagonal(style.transform);
  });
  return turned.length >= 2;
}

function isDiagonal(transform) {
  const angle = turnOf(transform);
  return angle !== null && angle % 90 > 35 && angle % 90 < 55;
}

// By how many degrees (0 to 180) something is turned; `null` where that is not told in the plane.
function turnOf(transform) {
  if (!transform || transform === 'none') return 0;
  const numbers = /^matrix\(([^)]*)\)/.exec(transform);
  if (!numbers) return null;
  const [a, b] = numbers[1].split(',').map(Number);
  return Math.abs((Math.atan2(b, a) * 180) / Math.PI);
}

// The outline keeps to the two diagonals of its box and reaches all four corners.
function isCross(svg) {
  const points = [];
  for (const shape of [...allIn(svg, 'path, line, polygon, polyline, rect')].slice(0, 6)) {
    if (typeof shape.getTotalLength !== 'function') continue;
    try {
      const length = shape.getTotalLength();
      const matrix = shape.getCTM();
      for (let i = 0; i < 48; i += 1) {
        const point = shape.getPointAtLength((length * i) / 48);
        points.push(matrix ? point.matrixTransform(matrix) : point);
      }
    } catch {
      return false;
    }
  }
  return points.length >= 48 && isCrossed(points);
}

function isCrossed(points) {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [l, r, t, b] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  if (r - l < 3 || b - t < 3 || Math.max(r - l, b - t) > 2 * Math.min(r - l, b - t)) return false;
  const corners = new Set();
  let near = 0;
  for (const point of points) {
    const u = (point.x - l) / (r - l);
    const v = (point.y - t) / (b - t);
    if (Math.min(Math.abs(u - v), Math.abs(u + v - 1)) < 0.2) near += 1;
    if (Math.abs(u - 0.5) > 0.3 && Math.abs(v - 0.5) > 0.3) corners.add(`${u > 0.5}${v > 0.5}`);
  }
  return near >= 0.85 * points.length && corners.size === 4;
}
