// Colours as they arrive on the screen.

const colourCache = new Map();

// [r, g, b, a] of a computed colour; unknown spaces count as opaque black.
function colourOf(text) {
  let found = colourCache.get(text);
  if (!found) {
    const parts = (text || '').match(/[\d.]+%?/g) || [];
    const rgb = /^rgba?\(/.test(text || '') && parts.length >= 3;
    const alpha = parts[3] === undefined ? 1 : parts[3].endsWith('%') ? parseFloat(parts[3]) / 100 : Number(parts[3]);
    found = rgb ? [Number(parts[0]), Number(parts[1]), Number(parts[2]), alpha] : otherColour(text);
    if (colourCache.size < 500) colourCache.set(text, found);
  }
  return found;
}

// color(srgb r g b / a) and what else CSS may give.
function otherColour(text) {
  const srgb = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)/.exec(text || '');
  if (!srgb) return [0, 0, 0, text === 'transparent' ? 0 : 1];
  return [srgb[1] * 255, srgb[2] * 255, srgb[3] * 255, srgb[4] === undefined ? 1 : Number(srgb[4])];
}

const alphaOf = (text) => colourOf(text)[3];

function saturationOf([r, g, b]) {
  const high = Math.max(r, g, b);
  return high === 0 ? 0 : (high - Math.min(r, g, b)) / high;
}

function luminanceOf([r, g, b]) {
  const channel = (value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
}

function contrastOf(one, other) {
  const [high, low] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function over(top, alpha, bottom) {
  return [0, 1, 2].map((i) => top[i] * alpha + bottom[i] * (1 - alpha));
}

// A gradient's middle colour; null for a picture.
function backgroundOf(style) {
  if (style.backgroundImage === 'none') return colourOf(style.backgroundColor);
  if (style.backgroundImage.includes('url(')) return null;
  const stops = (style.backgroundImage.match(/rgba?\([^)]*\)/g) || []).map(colourOf);
  if (!stops.length) return colourOf(style.backgroundColor);
  return [0, 1, 2, 3].map((i) => stops.reduce((sum, stop) => sum + stop[i], 0) / stops.length);
}

const PAINTED = new Set(['IMG', 'CANVAS', 'VIDEO', 'IFRAME']);

// What is painted behind an element at a point, or null where a picture is.
function behind(out, el, x, y, includeSelf) {
  const layers = [];
  let below = false;
  for (const one of stackAt(x, y)) {
    if (one === el) below = true;
    if (!below && !isWithin(one, el)) continue;
    if (one === el && !includeSelf) continue;
    if (PAINTED.has(tagOf(one)) && one !== el) return null;
    const record = out.of.get(one);
    const colour = record ? backgroundOf(record.style) : [0, 0, 0, 0];
    if (!colour) return null;
    const alpha = colour[3] * (record ? record.opacity : 1);
    if (alpha > 0.01) layers.push([colour, alpha]);
    if (alpha > 0.98) break;
  }
  return layers.reduceRight((base, [colour, alpha]) => over(colour, alpha, base), [255, 255, 255]);
}

function contrastAt(out, record, point) {
  if (!point) return null;
  const ground = behind(out, record.el, point[0], point[1], true);
  if (!ground) return null;
  const inks = inksOf(out, record);
  if (!inks.length) return null;
  const drawn = inks.map((ink) => contrastOf(over(ink, ink[3] * record.opacity, ground), ground));
  return Math.round(Math.max(...drawn) * 100) / 100;
}

// The colours of its text or of its glyph; none where only a picture tells.
function inksOf(out, record) {
  const fragment = out.fragments[record.from];
  if (record.to > record.from) return [colourOf(fragment.record.style.webkitTextFillColor || fragment.record.style.color)];
  const shape = record.shape || tagOf(record.el) === 'svg' ? record.el : firstIn(record.el, 'svg');
  if (shape) return shapeInks(shape);
  if (firstIn(record.el, 'img') || PAINTED.has(record.tag)) return [];
  return [colourOf(record.pseudo?.[0]?.style.color || record.style.color)];
}

const DRAWN_SHAPES = 'path, line, polygon, polyline, circle, ellipse, rect, text, use';

// What an svg is painted with, shape by shape: icon sets lay a shape that is not painted under each icon, to give it its size.
function shapeInks(svg) {
  const shapes = [...allIn(svg, DRAWN_SHAPES)].slice(0, 12);
  const inks = (shapes.length ? shapes : [svg]).map((shape) => shapePaint(shape, svg)).filter((ink) => ink && ink[3] > 0.01);
  return inks.length ? inks : [[0, 0, 0, 0]];
}

function shapePaint(shape, svg) {
  const style = getComputedStyle(shape);
  if (style.visibility === 'hidden' || style.display === 'none') return null;
  const painted = [[style.stroke, style.strokeOpacity], [style.fill, style.fillOpacity]].find(([paint]) => paint && paint !== 'none');
  if (!painted && shape !== svg) return null;
  const ink = colourOf(painted && !painted[0].startsWith('url(') ? painted[0] : style.color);
  return [ink[0], ink[1], ink[2], ink[3] * Number(painted ? painted[1] : 1) * opacityWithin(shape, svg)];
}

function opacityWithin(shape, svg) {
  let opacity = 1;
  for (let el = shape; el && el !== svg; el = parentOf(el)) opacity *= Number(getComputedStyle(el).opacity);
  return opacity;
}

const shapeInk = (svg) => shapeInks(svg)[0];

// 0..1: how much it looks like the main button of its screen.
function emphasisOf(out, record) {
  const width = Math.min(1, widthOf(record.rect) / out.view.r);
  const height = heightOf(record.rect);
  const own = backgroundOf(record.style);
  const filled = own && own[3] > 0.5 && (saturationOf(own) > 0.25 || luminanceOf(own) < 0.2) ? 1 : 0;
  const weight = Number(record.style.fontWeight) >= 600 ? 1 : 0;
  const size = Math.min(1, Math.max(0, (parseFloat(record.style.fontSize) - 12) / 8));
  const tall = height >= 32 && height <= 72 ? 1 : height > 24 ? 0.4 : 0;
  const score = 0.4 * filled + 0.25 * width + 0.15 * tall + 0.1 * weight + 0.1 * size;
  return Math.round(score * record.opacity * 100) / 100;
}
