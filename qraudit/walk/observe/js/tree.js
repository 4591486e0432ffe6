// One walk over the flattened tree: what is rendered, where, and the words it carries.

const NOT_RENDERED = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'META', 'LINK', 'TITLE', 'BASE',
  'DATALIST', 'PARAM', 'SOURCE', 'TRACK', 'OPTION', 'OPTGROUP', 'RP']);
const LEAVES = new Set(['SVG', 'CANVAS', 'VIDEO', 'IFRAME', 'FRAME', 'SELECT', 'TEXTAREA', 'INPUT', 'IMG', 'OBJECT', 'EMBED']);
const CLIPPING = new Set(['hidden', 'clip']);
const SCROLLING = new Set(['auto', 'scroll', 'overlay']);
const PRIVATE_USE = /[\uE000-\uF8FF\u{F0000}-\u{10FFFD}\u200B-\u200F\u2060\uFEFF]/gu;

const cleaned = (text) => text.replace(PRIVATE_USE, '').replace(/\s+/g, ' ').trim();

class Survey {
  constructor() {
    this.records = [];
    this.of = new Map();
    this.fragments = [];
    this.view = viewRect();
    this.page = documentRect();
    this.truncated = false;
    this.characters = 0;
    this.holes = [];
    this.suspects = 0;
    this.ends = performance.now() + LIMITS.milliseconds;
  }

  full() {
    const over = this.records.length >= LIMITS.nodes || this.characters >= LIMITS.characters;
    if (over || (this.records.length % 64 === 0 && performance.now() > this.ends)) this.truncated = true;
    return this.truncated;
  }

  text(record, limit = 400) {
    const known = (record.texts ||= new Map());
    if (!known.has(limit)) known.set(limit, this.textWithin(record, limit));
    return known.get(limit);
  }

  textWithin(record, limit) {
    let end = record.from;
    for (let length = 0; end < record.to && length <= limit; end += 1) length += this.fragments[end].text.length;
    return textOf(this.fragments.slice(record.from, end), limit);
  }

  recordOf(el) {
    for (let at = el; at; at = parentOf(at)) {
      const found = this.of.get(at);
      if (found) return found;
    }
    return null;
  }
}

function survey() {
  const out = new Survey();
  const ground = { soft: EVERYWHERE, hard: out.page };
  const fixed = { soft: EVERYWHERE, hard: out.view };
  const top = { flow: ground, absolute: ground, fixed, opacity: 1, depth: 0, record: null, blockId: 0 };
  visit(out, rootElementOf(document), top);
  return out;
}

function visit(out, el, up) {
  const tag = tagOf(el).toUpperCase();
  if (NOT_RENDERED.has(tag) || out.full()) return;
  if (up.depth > LIMITS.depth) {
    out.truncated = true;
    return;
  }
  const style = getComputedStyle(el);
  if (style.display === 'none') return;
  const record = recordFor(out, el, tag, style, up);
  out.of.set(el, record);
  out.records.push(record);
  addPseudo(out, record, '::before');
  descend(out, record);
  addPseudo(out, record, '::after');
  record.to = out.fragments.length;
}

function recordFor(out, el, tag, style, up) {
  const position = style.position;
  const clip = position === 'fixed' ? up.fixed : position === 'absolute' ? up.absolute : up.flow;
  const rect = style.display === 'inline' && childElementsOf(el).length ? drawnRect(el) : fromRect(rectOf(el));
  const seen = meet(rect, clip.soft);
  const opacity = up.opacity * Number(style.opacity);
  const inline = style.display.startsWith('inline') || style.display === 'contents' || style.display.startsWith('ruby');
  const record = {
    el, tag, style, rect, seen, clip, opacity, position, inline,
    up: up.record, depth: up.depth + 1, from: out.fragments.length, to: out.fragments.length,
    shown: style.visibility === 'visible' && opacity > LIMITS.opacity,
    near: rect.b > -200 && rect.t < out.view.b + 200 && rect.r > -50 && rect.l < out.view.r + 50,
  };
  record.reachable = record.shown && !isEmpty(meet(rect, clip.hard));
  record.onScreen = record.shown && !isEmpty(meet(seen, out.view));
  Object.assign(record, contextsIn(record, up));
  record.apart = tag === 'BUTTON' || (style.display.startsWith('inline-') && isDrawnApart(record));
  record.block = inline && !record.apart && up.record ? up.record.block : record;
  return record;
}

// What clips the children: overflow clips those in flow; absolute and fixed ones only from their containing block on.
function contextsIn(record, up) {
  const { style, el, position } = record;
  const root = el === rootElementOf(document) || el === bodyOf(document);
  const flow = root ? record.clip : narrowed(record, style.overflowX, style.overflowY);
  const transformed = style.transform !== 'none' || style.filter !== 'none' || style.perspective !== 'none';
  const containing = position !== 'static' || transformed;
  return { flow, absolute: containing ? flow : up.absolute, fixed: transformed && !root ? flow : up.fixed };
}

function narrowed(record, x, y) {
  if (x === 'visible' && y === 'visible') return record.clip;
  const { rect, clip } = record;
  const soft = { ...clip.soft };
  const hard = { ...clip.hard };
  const visible = !isEmpty(meet(rect, clip.hard));
  if (CLIPPING.has(x) || SCROLLING.has(x)) [soft.l, soft.r] = [Math.max(soft.l, rect.l), Math.min(soft.r, rect.r)];
  if (CLIPPING.has(y) || SCROLLING.has(y)) [soft.t, soft.b] = [Math.max(soft.t, rect.t), Math.min(soft.b, rect.b)];
  if (CLIPPING.has(x)) [hard.l, hard.r] = [Math.max(hard.l, rect.l), Math.min(hard.r, rect.r)];
  else if (SCROLLING.has(x) && visible) [hard.l, hard.r] = [-FAR, FAR];
  if (CLIPPING.has(y)) [hard.t, hard.b] = [Math.max(hard.t, rect.t), Math.min(hard.b, rect.b)];
  else if (SCROLLING.has(y) && visible) [hard.t, hard.b] = [-FAR, FAR];
  return { soft, hard };
}

function descend(out, record) {
  if (record.tag.includes('-') && matches(record.el, ':defined') && !childNodesOf(record.el).length && !rootOf(record.el)) out.suspects += 1;
  if (LEAVES.has(record.tag)) {
    addLeafWords(out, record);
    return;
  }
  const { flow, absolute, fixed, opacity, depth } = record;
  const context = { flow, absolute, fixed, opacity, depth, record };
  for (const child of childrenOf(record.el)) {
    if (child instanceof Element) visit(out, child, context);
    else if (child instanceof Text) addText(out, record, child);
    if (out.truncated) return;
  }
}

function addLeafWords(out, record) {
  const frame = frameIds.get(record.el);
  if (frame && record.reachable) out.holes.push({ at: out.fragments.length, id: frame });
  if (record.tag === 'IMG' && record.el.useMap) addAreas(out, record);
  if (record.tag === 'SVG') {
    addShapes(out, record);
  } else if (record.tag === 'INPUT' && ['button', 'submit', 'reset'].includes(record.el.type)) {
    addFragment(out, record, record.el.value, record.rect);
  }
}

function addAreas(out, picture) {
  const name = picture.el.useMap.replace(/^#/, '');
  const map = name ? rootNodeOf(picture.el).querySelector(`map[name="${CSS.escape(name)}"]`) : null;
  for (const el of map ? [...map.areas].slice(0, 40) : []) {
    const rect = rectFor(el);
    const area = { ...picture, el, tag: 'AREA', rect, seen: meet(rect, picture.clip.soft), up: picture, pseudo: null, texts: null, from: out.fragments.length };
    area.to = area.from;
    area.reachable = picture.shown && !isEmpty(meet(rect, picture.clip.hard));
    area.onScreen = picture.shown && !isEmpty(meet(area.seen, out.view));
    out.of.set(el, area);
    out.records.push(area);
  }
}

const wordRange = document.createRange();

function addText(out, record, node) {
  const raw = node.data;
  if (!record.shown || !/\S/.test(raw)) {
    if (/\s/.test(raw)) out.spaced = true;
    return;
  }
  wordRange.selectNodeContents(node);
  const rect = wordRange.getBoundingClientRect();
  if (!rect.width && !rect.height && !isEmpty(record.rect) && !rootOf(record.el)) out.suspects += 1;
  addFragment(out, record, raw, fromRect(rect));
}

function addFragment(out, record, raw, rect) {
  const text = raw.slice(0, LIMITS.fragment).replace(PRIVATE_USE, '').replace(/\s+/g, ' ');
  if (!text.trim() || !record.shown || rect.r - rect.l < 2 || rect.b - rect.t < 2) return;
  if (isEmpty(meet(rect, record.flow.hard)) || isInvisibleInk(record.style)) return;
  out.characters += text.length;
  const seen = meet(rect, record.flow.soft);
  out.fragments.push({ text, rect, seen, record, spaced: out.spaced || /^\s/.test(raw) });
  out.spaced = /\s$/.test(raw);
}

function isInvisibleInk(style) {
  if (parseFloat(style.fontSize) < 1) return true;
  const clipped = style.webkitBackgroundClip === 'text' || style.backgroundClip === 'text';
  return !clipped && alphaOf(style.webkitTextFillColor || style.color) < 0.05;
}

function addPseudo(out, record, which) {
  if (!record.near || !record.shown || LEAVES.has(record.tag)) return;
  const style = getComputedStyle(record.el, which);
  const content = style.content;
  if (content === 'none' || content === 'normal' || !content) return;
  const words = content.startsWith('"') ? content.replace(/^"|"$/g, '').replace(/\\"/g, '"') : '';
  (record.pseudo ||= []).push({ which, words, style });
  if (!words || style.display === 'none' || Number(style.opacity) < LIMITS.opacity) return;
  if (isInvisibleInk(style) || style.visibility !== 'visible') return;
  if (!isEmpty(record.rect)) addFragment(out, record, words, record.rect);
}
