// Layers above the page, by geometry and hit tests.

const COLUMNS = 7;
const ROWS = 13;

// What may be a layer of its own: fixed, or absolute and stacked over a good part of the screen.
function markLayers(out) {
  const masks = out.records.filter((record) => record.position === 'absolute' && isMaskLike(out, record));
  for (const record of out.records) {
    record.layer = record.up ? record.up.layer : null;
    if (isLayerRoot(out, record, masks)) record.layer = { root: record, outer: record.layer };
  }
}

function isLayerRoot(out, record, masks) {
  if (record.position === 'fixed') return true;
  if (record.position !== 'absolute') return false;
  if (masks.includes(record)) return true;
  if (!(Number(record.style.zIndex) >= 1)) return false;
  if (areaOf(meet(record.rect, out.view)) > 0.6 * areaOf(out.view)) return true;
  return masks.some((mask) => mask.up === record.up || mask.up === record.up?.up);
}

const coversView = (out, rect) => {
  const seen = meet(rect, out.view);
  return widthOf(seen) >= 0.9 * out.view.r && heightOf(seen) >= 0.8 * out.view.b;
};

// Full-screen, lets the page shine through (or is quite transparent), and says nothing itself.
function isMaskLike(out, record) {
  if (!record.shown && record.opacity > LIMITS.opacity) return false;
  if (record.opacity <= 0 || !coversView(out, record.rect) || LEAVES.has(record.tag)) return false;
  const ground = backgroundOf(record.style);
  if (!ground || ground[3] * record.opacity > 0.95) return false;
  return !out.fragments.slice(record.from, record.to).some((one) => one.record === record);
}

function gridHits(out) {
  const hits = [];
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      const x = ((column + 0.5) * out.view.r) / COLUMNS;
      const y = ((row + 0.5) * out.view.b) / ROWS;
      const el = hitAt(x, y);
      hits.push({ x, y, el, record: el ? out.recordOf(el) : null });
    }
  }
  return hits;
}

// The outermost layer of a record that is not itself the ground the page stands on.
function layerOf(record, grounds) {
  let found = null;
  for (let layer = record?.layer; layer; layer = layer.outer) {
    if (grounds.has(layer.root)) break;
    found = layer.root;
  }
  return found;
}

function paintedIn(out, grounds) {
  const painted = new Map(); // layer root or null -> records that a person sees something of
  for (const record of out.records) {
    if (!record.onScreen || !saysSomething(out, record)) continue;
    const root = layerOf(record, grounds);
    if (!painted.has(root)) painted.set(root, []);
    painted.get(root).push(record);
  }
  return painted;
}

function saysSomething(out, record) {
  if (PAINTED.has(record.tag) || record.tag === 'SVG' || record.style.backgroundImage.includes('url(')) return true;
  if (TEXT_FIELDS.has(record.tag)) return true;
  for (let i = record.from; i < record.to; i += 1) if (out.fragments[i].record === record) return true;
  return false;
}

// An app whose root is itself fixed: nothing shows below it, so it is the page.
function findGrounds(out, stacks) {
  const grounds = new Set();
  for (let round = 0; round < 4; round += 1) {
    const painted = paintedIn(out, grounds);
    const shell = [...painted.keys()].find((root) => root && coversView(out, root.rect) && !liesOver(out, root, grounds, stacks, painted));
    if (!shell) break;
    grounds.add(shell);
  }
  return grounds;
}

function liesOver(out, root, grounds, stacks, painted) {
  if ((painted.get(null) || []).length) return true;
  for (const stack of stacks) {
    const roots = stack.map((el) => layerOf(out.recordOf(el), grounds));
    const at = roots.indexOf(root);
    if (at >= 0 && roots.slice(at + 1).some((one) => one && one !== root && painted.has(one) && coversView(out, one.rect))) return true;
  }
  return false;
}

function stackSamples(out) {
  const stacks = [];
  for (const y of [0.06, 0.25, 0.5, 0.75, 0.94]) {
    for (const x of [0.15, 0.5, 0.85]) stacks.push(stackAt(out.view.r * x, out.view.b * y));
  }
  return stacks;
}

// One group a layer: its hits, what it paints, whether it is only a mask.
function groupsOf(out, hits, grounds) {
  const groups = new Map();
  const groupFor = (root) => {
    if (!groups.has(root)) groups.set(root, { root, members: [root], hits: [], painted: [] });
    return groups.get(root);
  };
  for (const hit of hits) {
    const root = layerOf(hit.record, grounds);
    if (root) groupFor(root).hits.push(hit);
  }
  for (const [root, records] of paintedIn(out, grounds)) if (root) groupFor(root).painted = records;
  for (const record of out.records) {
    if (record.layer?.root === record && record.shown && isMaskLike(out, record)) {
      const root = layerOf(record, grounds);
      if (root) groupFor(root);
    }
  }
  return [...groups.values()].filter((group) => group.painted.length || group.hits.length);
}

// Kits draw mask and content as siblings: bring them together.
function pairMasks(out, groups, stacks) {
  const order = stackingOf(out, groups, stacks);
  const masks = groups.filter((group) => !group.painted.length && isMaskLike(out, group.root));
  const contents = groups.filter((group) => group.painted.length);
  for (const mask of masks) {
    const above = contents.filter((one) => groups.includes(one) && order(one, mask) < 0 && !one.mask && !isBar(out, one));
    const beside = above.filter((one) => isBeside(mask.root, one.root));
    const [content, ...more] = (beside.length ? beside : above.slice(0, 1)).sort((a, b) => areaOf(b.root.rect) - areaOf(a.root.rect));
    if (!content) continue;
    content.mask = mask;
    for (const part of [mask, ...more]) absorb(groups, content, part);
  }
  return groups.sort(order);
}

// A page's own head or foot that lies over the mask is no part of the layer.
function isBar(out, { root: { rect } }) {
  const wide = widthOf(rect) >= 0.9 * out.view.r && heightOf(rect) < 100;
  return wide && (rect.t <= 4 || rect.b >= out.view.b - 4);
}

// Siblings with nothing rendered between them: a mask, its card, and a close icon of its own.
function isBeside(mask, content) {
  if (mask.up !== content.up) return false;
  const siblings = childElementsOf(parentOf(mask.el) || rootElementOf(document));
  const [from, to] = [siblings.indexOf(mask.el), siblings.indexOf(content.el)].sort((a, b) => a - b);
  return from >= 0 && siblings.slice(from + 1, to).every((el) => getComputedStyle(el).position === 'fixed' || isEmpty(fromRect(rectOf(el))) || NOT_RENDERED.has(tagOf(el)));
}

function absorb(groups, content, part) {
  content.members.push(...part.members);
  content.hits.push(...part.hits);
  content.painted.push(...part.painted);
  groups.splice(groups.indexOf(part), 1);
}

// Which of two layers is painted above: as the stacks show, else by z-index, else by order in the document.
function stackingOf(out, groups, stacks) {
  const byRoot = new Map(groups.map((group) => [group.root, group]));
  const wins = new Map();
  for (const stack of stacks) {
    const seen = [...new Set(stack.map((el) => groupAround(out, el, byRoot)).filter(Boolean))];
    seen.forEach((high, i) => seen.slice(i + 1).forEach((low) => {
      if (!wins.has(high)) wins.set(high, new Set());
      wins.get(high).add(low);
    }));
  }
  const z = (group) => Number(group.root.style.zIndex) || 0;
  return (a, b) => {
    if (wins.get(a)?.has(b)) return -1;
    if (wins.get(b)?.has(a)) return 1;
    return z(b) - z(a) || out.records.indexOf(b.root) - out.records.indexOf(a.root);
  };
}

function groupAround(out, el, byRoot) {
  for (let record = out.recordOf(el); record; record = record.up) if (byRoot.has(record)) return byRoot.get(record);
  return null;
}
