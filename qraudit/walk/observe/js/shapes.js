// Inline drawings: shapes that react (seats, shelves, parts of a map), and the words in them.

const SHAPES = new Set(['g', 'rect', 'circle', 'ellipse', 'path', 'polygon', 'use', 'image', 'text', 'a']);
const UNDRAWN = new Set(['defs', 'symbol', 'clippath', 'mask', 'pattern', 'title', 'desc', 'style', 'script', 'metadata']);

function addShapes(out, drawing) {
  const large = Math.min(widthOf(drawing.rect), heightOf(drawing.rect)) >= LIMITS.drawing;
  const budget = { left: large && drawing.reachable ? LIMITS.shapes : 0 };
  if (budget.left) addShapesIn(out, drawing, drawing.el, budget, 0);
  else for (const text of allIn(drawing.el, 'text')) addFragment(out, drawing, text.textContent, fromRect(rectOf(text)));
}

function addShapesIn(out, up, el, budget, depth) {
  for (const child of childElementsOf(el)) {
    const tag = localNameOf(child).toLowerCase();
    if (UNDRAWN.has(tag)) continue;
    if ((budget.left -= 1) < 0 || depth > 24 || out.full()) return;
    const shape = SHAPES.has(tag) ? shapeFor(out, up, child) : null;
    if (tag === 'text') addFragment(out, shape || up, child.textContent, fromRect(rectOf(child)));
    else addShapesIn(out, shape || up, child, budget, depth + 1);
    if (shape) shape.to = out.fragments.length;
  }
}

function shapeFor(out, up, el) {
  const types = typesOn(el).some((type) => TAPS.has(type) || TOUCHES.has(type));
  const style = getComputedStyle(el);
  const pointed = style.cursor === 'pointer' && up.style.cursor !== 'pointer';
  const reacts = types || hasAttribute(el, 'onclick') || pointed || isOneOfMany(el);
  const rect = reacts ? fromRect(rectOf(el)) : null;
  if (!rect || widthOf(rect) < LIMITS.shape || heightOf(rect) < LIMITS.shape) return null;
  const from = out.fragments.length;
  const shape = { ...up, el, tag: tagOf(el).toUpperCase(), style, rect, seen: meet(rect, up.flow.soft), clip: up.flow, up, shape: true,
    opacity: up.opacity * Number(style.opacity), depth: up.depth + 1, position: 'static', pseudo: null, texts: null, from, to: from, apart: true };
  shape.shown = up.shown && style.visibility === 'visible' && shape.opacity > LIMITS.opacity;
  shape.reachable = shape.shown && !isEmpty(meet(rect, up.flow.hard));
  shape.onScreen = shape.shown && !isEmpty(meet(shape.seen, out.view));
  shape.block = shape;
  out.of.set(el, shape);
  out.records.push(shape);
  return shape;
}

// Drawing programs leave data, too: only what many shapes side by side carry tells them apart.
function isOneOfMany(el) {
  const beside = parentElementOf(el);
  return ownData(el).some((one) => one.name !== 'data-name' && firstIn(beside, `:scope > :nth-child(4 of [${CSS.escape(one.name)}])`));
}

// What a shape without words is called: its title, or what its data say ('3排5座').
function shapeName({ el, shape }) {
  if (!shape) return '';
  const title = childElementsOf(el).find((one) => localNameOf(one) === 'title');
  if (title) return title.textContent;
  const values = ownData(el).map((one) => one.value.trim()).filter((value) => value.length <= 24);
  return values.find((value) => /\p{L}/u.test(value)) || values.slice(0, 3).join(' ');
}

// Among like shapes the few with another fill: coloured is chosen, grey is taken. A hint.
function markShapes(controls) {
  const shapes = controls.filter((one) => one.record.shape);
  for (const alike of grouped(shapes, (one) => `${numberOf(one.record.up.el)} ${one.record.tag}`)) {
    const fills = grouped(alike, fillOf).sort((a, b) => b.length - a.length);
    if (alike.length < 4 || fills[0].length < alike.length / 2) continue;
    const usual = colourOf(fillOf(fills[0][0]));
    for (const one of alike) markShape(one, colourOf(fillOf(one)), usual);
  }
}

function markShape(one, fill, usual) {
  if (saturationOf(usual) > 0.25) return;
  one.chosen = saturationOf(fill) > 0.25;
  one.greyed = !one.chosen && luminanceOf(usual) - luminanceOf(fill) > 0.1;
}

const fillOf = ({ el, record }) => (record.tag === 'G' ? getComputedStyle(firstIn(el, 'rect, circle, ellipse, path, polygon') || el) : record.style).fill;
