// Where a container listens for what is in it, the markup does not tell what reacts: looks do.

const ownData = (el) => [...attributesOf(el)].filter((one) => one.name.startsWith('data-') && one.value && !/^data-(v-|s-|react)/.test(one.name));

function listens(record) {
  if (matches(record.el, NATIVE) || record.tag === 'LABEL') return false;
  return hasAttribute(record.el, 'onclick') || typesOn(record.el).some((type) => TAPS.has(type) || TOUCHES.has(type));
}

// For each record the nearest ancestor that listens; the document hears all.
function markHearers(out) {
  const page = typesOn(document).some((type) => TAPS.has(type) || TOUCHES.has(type));
  for (const record of out.records) {
    const { up } = record;
    record.listens = listens(record);
    record.hearer = !up ? (page ? document : null) : up.listens ? up : up.hearer;
  }
}

// A row of like things, each with its own data, under a pointer that they inherit.
function isListed(record) {
  if (record.shape) return true;
  if (LEAVES.has(record.tag) || record.style.cursor !== 'pointer') return false;
  const beside = childElementsOf(parentOf(record.el) || record.el);
  return ownData(record.el).some((one) => beside.length < 200 && beside.filter((el) => hasAttribute(el, one.name)).length >= 2);
}

// A small drawn plus, or the minus beside one.
function isSign(out, record) {
  const [w, h] = [widthOf(record.rect), heightOf(record.rect)];
  if (w < 12 || w > 48 || h < 12 || h > 48) return false;
  if (record.to === record.from) return isDrawnSign(record);
  if (record.to - record.from !== 1) return false;
  const text = cleaned(out.fragments[record.from].text);
  if (out.fragments[record.from].record !== record || !record.up) return false;
  if (GLYPHS.characters.plus.has(text)) return true;
  return GLYPHS.characters.minus.has(text) && [...out.text(record.up, 12)].some((one) => GLYPHS.characters.plus.has(one));
}

const bySize = ({ rect }) => `${Math.round(widthOf(rect) / 4)}x${Math.round(heightOf(rect) / 4)}`;

function grouped(records, keyOf) {
  const groups = new Map();
  for (const record of records) {
    const key = keyOf(record);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(record);
  }
  return [...groups.values()];
}

// A drawn keyboard whose keys are told apart by its container: same-sized leaves with one character each.
function addKeys(out, found) {
  const leaves = [...new Set(out.fragments.map((one) => one.record))];
  const free = leaves.filter((one) => one.hearer && one.reachable && !found.has(one) && widthOf(one.rect) >= 18 && heightOf(one.rect) >= 24 && isFree(found, one));
  for (const near of grouped(free, (one) => one.up?.up)) {
    for (const alike of grouped(near, bySize)) {
      const keys = alike.filter((one) => [...cleaned(out.text(one, 8))].length === 1);
      if (keys.length < 0.6 * alike.length || !isGrid(out, keys)) continue;
      for (const record of keys) found.set(record, new Candidate(record, { look: true, types: [] }));
    }
  }
}

function isGrid(out, keys) {
  const words = new Set(keys.map((one) => cleaned(out.text(one, 8))));
  if (words.size < 8) return false;
  const rows = grouped(keys, (one) => Math.round(one.rect.t / 8)).filter((row) => row.length >= 3);
  return rows.length >= 2 && rows.flat().length >= 8;
}

// Nothing that reacts by itself holds it, below what hears it.
function isFree(found, record) {
  for (let up = record.up; up && up !== record.hearer; up = up.up) if (found.has(up)) return false;
  return true;
}

// Same-sized cards side by side, each with a picture or a price: dishes, slots, packages.
function addBlocks(out, found) {
  const blocks = out.records.filter((one) => one.hearer && one.reachable && isBlockSized(out, one) && !found.has(one));
  const holding = new Set();
  for (const one of found.keys()) markHolding(holding, one);
  for (const alike of grouped(blocks, (one) => `${numberOf(one.up?.el ?? one.el)} ${one.tag} ${bySize(one)}`).reverse()) {
    if (alike.length < 3) continue;
    const cards = alike.filter((one) => isFree(found, one) && isCard(out, one));
    if (cards.length < 3 || cards.some((one) => holding.has(one))) continue;
    for (const record of cards) {
      found.set(record, new Candidate(record, { delegated: true, types: [] }));
      markHolding(holding, record);
    }
  }
}

// Lines of one list whose container listens (on the page itself, three at least): districts, times, reasons.
function addRows(out, found) {
  const hears = (record) => record && record !== document && (hasAttribute(record.el, 'onclick') || typesOn(record.el).some((type) => TAPS.has(type)));
  const rows = out.records.filter((one) => hears(one.hearer) && one.reachable && isRow(out, one) && !found.has(one));
  for (const alike of grouped(rows, (one) => `${numberOf(one.up?.el ?? one.el)} ${one.tag} ${bySize(one)}`)) {
    const all = alike.length >= 2 ? countChildrenOf(alike[0].up.el) : 0;
    if (!all || alike.length < 0.6 * all || !isFreeOfRows(found, alike[0])) continue;
    if (!alike[0].layer && (alike.length < 3 || alike[0].up !== alike[0].hearer || isRoot(alike[0].up))) continue;
    for (const record of alike) found.set(record, new Candidate(record, { delegated: true, types: [] }));
  }
}

const TITLES = new Set(['P', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'LABEL', 'DT', 'TH', 'STRONG', 'B', 'EM', 'SMALL']);

function isRow(out, record) {
  const [w, h] = [widthOf(record.rect), heightOf(record.rect)];
  if (TITLES.has(record.tag) || h < 28 || h > 72 || w < 60 || record.to - record.from !== 1 || !record.up) return false;
  const text = cleaned(out.fragments[record.from].text);
  return text.length >= 1 && text.length <= 20 && /[\p{L}\p{N}]/u.test(text) && out.fragments[record.from].record === record;
}

// Only the sheet itself, or the list, may hold them: a button that reacts does not.
function isFreeOfRows(found, record) {
  for (let up = record.up; up && up !== record.hearer; up = up.up) if (found.has(up)) return false;
  const hearer = found.get(record.hearer);
  return !hearer || (!hearer.native && !hearer.role && heightOf(record.hearer.rect) > 2 * heightOf(record.rect));
}

// All that holds something that reacts.
function markHolding(holding, record) {
  for (let up = record.up; up && !holding.has(up); up = up.up) holding.add(up);
}

function isBlockSized(out, { rect, el }) {
  const [w, h] = [widthOf(rect), heightOf(rect)];
  return w >= 60 && h >= 36 && h <= 0.5 * out.view.b && countChildrenOf(el) > 0;
}

function isCard(out, record) {
  if (record.to === record.from || record.to - record.from > 12) return false;
  return WORDS.price.test(cleaned(out.text(record, 120))) || Boolean(firstIn(record.el, 'img, canvas'));
}

// The plain words of such a keyboard ('done') react like its keys.
function addWordKeys(out, found) {
  const pads = [...found.values()].filter(isPad);
  let added = false;
  for (const { record } of pads) {
    for (const fragment of out.fragments.slice(record.from, Math.min(record.to, record.from + 200))) {
      const leaf = fragment.record;
      if (found.has(leaf) || leaf === record || !leaf.reachable || cleaned(out.text(leaf, 20)).length > 6) continue;
      if ([...found.values()].some((one) => one.record !== record && isWithin(leaf.el, one.el) && isWithin(one.el, record.el))) continue;
      found.set(leaf, new Candidate(leaf, { look: true, types: [] }));
      added = true;
    }
  }
  return added;
}

// It listens, and a row of things that only look like buttons is in it.
const isPad = (one) => (one.tap || one.touch) && !one.native && allWithin(one).filter((inner) => !inner.strong && inner.look).length >= 6;

// It listens for the cards in it.
const isDelegator = (one) => !one.native && one.inner.filter((inner) => inner.delegated).length >= 3;

// The same without a character: bars, or a picture whose class names it.
function isDrawnSign(record) {
  if (!record.up || LEAVES.has(record.tag) && record.tag !== 'IMG') return false;
  const drawn = Boolean(record.pseudo) || record.tag === 'IMG' || record.style.backgroundImage !== 'none' || firstIn(record.el, 'svg, img');
  const sign = signOfBars(record) || (drawn ? glyphByWords([record.el]) : null);
  return sign === 'plus' || (sign === 'minus' && childElementsOf(record.up.el).length > 1);
}
