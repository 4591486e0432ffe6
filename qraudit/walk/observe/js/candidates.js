// What reacts to a finger: native controls, roles, listeners, and what only looks as if it did.

const NATIVE = 'a[href], area[href], button, input, select, textarea, summary, [contenteditable=""], [contenteditable="true"]';
const ROLES = new Set(['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'option', 'menuitem', 'menuitemcheckbox',
  'menuitemradio', 'combobox', 'spinbutton', 'textbox', 'searchbox', 'slider', 'treeitem']);
const TAPS = new Set(['click', 'tap', 'longpress', 'longtap', 'dblclick']);
const TOUCHES = new Set(['touchstart', 'touchend', 'pointerdown', 'pointerup', 'mousedown', 'mouseup']);
const RELEASES = new Set(['touchend', 'pointerup', 'mouseup']);
const TEXT_FIELDS = new Set(['INPUT', 'TEXTAREA', 'SELECT']);

const roleOf = (el) => getAttribute(el, 'role').trim().split(/\s+/)[0].toLowerCase();
const tokensOf = (text) => text.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase().split(/[\s_-]+/).filter(Boolean);
const isOpenTag = (record) => record.tag.startsWith('WX-OPEN-');

function tokensOn(el) {
  return [...tokensOf(classOf(el)), ...(tagOf(el).includes('-') ? tokensOf(tagOf(el)) : [])];
}

const carries = (el, words) => tokensOn(el).some((token) => words.has(token));

// A label whose box draws nothing at all: the label is what is touched.
function hiddenToggleOf(record) {
  const field = record.el instanceof HTMLLabelElement ? record.el.control : null;
  const toggle = field instanceof HTMLInputElement && ['checkbox', 'radio', 'file'].includes(field.type);
  return toggle && getComputedStyle(field).display === 'none' ? field : null;
}

class Candidate {
  constructor(record, reasons) {
    this.record = record;
    this.el = record.el;
    Object.assign(this, reasons);
    this.standsFor = hiddenToggleOf(record);
    this.strong = this.native || this.role || this.tap || this.touch || this.delegated === true;
    this.inner = [];
    this.around = null;
  }
}

function candidatesOf(out) {
  markHearers(out);
  const found = new Map();
  const taps = (node) => allTypesOn(node).some((type) => TAPS.has(type) || RELEASES.has(type));
  const weigh = taps(document) || out.records.some((record) => isRoot(record) && taps(record.el));
  for (const record of out.records) {
    const reasons = record.reachable || isOpenTag(record) || isHiddenField(record) ? reasonsFor(out, record, weigh) : null;
    if (reasons) found.set(record, new Candidate(record, reasons));
  }
  addKeys(out, found);
  addBlocks(out, found);
  addRows(out, found);
  nest(found);
  if (addWordKeys(out, found)) nest(found);
  return [...found.values()].filter((one) => !isRedundant(out, one));
}

function isRoot(record) {
  return record.el === bodyOf(document) || record.el === rootElementOf(document) || record.depth <= 3 && record.tag === 'DIV';
}

// A checkbox that draws nothing itself: its label or wrapper stands for it.
function isHiddenField(record) {
  return record.tag === 'INPUT' && ['checkbox', 'radio', 'file'].includes(record.el.type);
}

function reasonsFor(out, record, weigh) {
  const { el, tag, style } = record;
  if (tag === 'HTML' || tag === 'BODY' || isBareMask(out, record) || (tag === 'INPUT' && el.type === 'hidden')) return null;
  const types = typesOn(el).filter((type) => TAPS.has(type) || TOUCHES.has(type));
  const pointer = style.cursor === 'pointer' && record.up?.style.cursor !== 'pointer';
  const reasons = {
    native: matches(el, NATIVE) || isOpenTag(record) || hiddenToggleOf(record) !== null,
    role: ROLES.has(roleOf(el)),
    tap: types.some((type) => TAPS.has(type)) || hasAttribute(el, 'onclick'),
    touch: types.length > 0,
    pointer,
    look: ((weigh || isHeardByAll(out, record)) && looksLikeButton(out, record)) || (Boolean(record.hearer) && (saysTake(out, record) || isBoxAlone(out, record))) || isCrossOnBait(out, record),
    delegated: (record.shape || !pointer) && Boolean(record.hearer) && (isListed(record) || isSign(out, record)),
    types,
  };
  const any = ['native', 'role', 'tap', 'touch', 'pointer', 'look', 'delegated'].some((one) => reasons[one]);
  return any ? reasons : null;
}

// What listens for it is most of the screen: a layer, or the page's own container.
function isHeardByAll(out, record) {
  const { hearer } = record;
  if (!hearer || hearer === document) return false;
  return areaOf(meet(hearer.rect, out.view)) / areaOf(out.view) > LIMITS.container_share;
}

// The mask behind a layer takes touches, yet it is part of the layer.
function isBareMask(out, record) {
  return (record.position === 'fixed' || record.position === 'absolute') && record.from === record.to && isMaskLike(out, record)
    && !firstIn(record.el, 'img, canvas, svg, button, input');
}

// Delegated handlers say nothing about which child reacts: short words on something drawn like a button do.
function looksLikeButton(out, record) {
  const words = record.to - record.from;
  if (!words || words > 3 || record.inline && record.style.display === 'inline') return saysLeave(out, record);
  const text = cleaned(out.text(record, 60));
  if (!text || text.length > LIMITS.button_words) return false;
  if (WORDS.actions.has(text) || saysLeave(out, record)) return true;
  const height = heightOf(record.rect);
  if (height < 18 || height > 72 || widthOf(record.rect) < 18) return false;
  return isDrawnApart(record) || saysAct(record, text) || [...attributesOf(record.el)].some((one) => /^data-(id|url|href|action|index|key)$/.test(one.name));
}

// A way out is often no more than grey words, or a cross; on the page itself its words must say so.
function saysLeave(out, record) {
  if (record.to - record.from !== 1 || out.fragments[record.from].record !== record || TITLES.has(record.tag) && !record.layer) return false;
  const text = cleaned(out.text(record, 60));
  if (!text || text.length > LIMITS.button_words) return false;
  if (GLYPHS.characters.close.has(text)) return Boolean(record.layer);
  return text.length > 1 && carriesOne(LEAVING, folded(text));
}

// A cross in an upper corner of a card that reacts as a whole: whatever it does, people go for it to close.
function isCrossOnBait(out, record) {
  const [w, h] = [widthOf(record.rect), heightOf(record.rect)];
  if (!record.layer || record.to - record.from > 1 || Math.max(w, h) > 64 || Math.min(w, h) < 6) return false;
  let card = record.up;
  while (card && card !== record.layer.root && !isBait(card)) card = card.up;
  if (!card || !isBait(card) || heightOf(card.rect) < 100 || widthOf(card.rect) < 150) return false;
  const [x, y] = centreOf(record.rect);
  const cornered = y < card.rect.t + 60 && (x > card.rect.r - 60 || x < card.rect.l + 60);
  return cornered && glyphOf(out, record) === 'close';
}

const isBait = (record) => record.tag === 'A' && hasAttribute(record.el, 'href') || typesOn(record.el).some((type) => TAPS.has(type));

// A bar that is filled and says what a touch does.
function saysAct(record, text) {
  if (TITLES.has(record.tag)) return false;
  const { backgroundColor } = record.style;
  return alphaOf(backgroundColor) > 0.3 && backgroundColor !== record.up?.style.backgroundColor && carriesOne(ACTING, folded(text));
}

// An empty square with words of agreement beside it, where a container listens for both.
function isBoxAlone(out, record) {
  const { up } = record;
  return Boolean(up) && isBareSquare(record) && heightOf(up.rect) <= 90 && WORDS.agree.test(cleaned(out.text(up, 120)));
}

// A leaf of a row that listens, or of a list that does, with nothing but the word for what a touch does.
function saysTake(out, record) {
  if (record.to - record.from !== 1 || out.fragments[record.from].record !== record) return false;
  return WORDS.takes.has(cleaned(out.text(record, 20)));
}

function isDrawnApart(record) {
  const { style } = record;
  const around = record.up?.style;
  const filled = alphaOf(style.backgroundColor) > 0.3 && style.backgroundColor !== around?.backgroundColor;
  const bordered = parseFloat(style.borderTopWidth) >= 1 && parseFloat(style.borderTopLeftRadius) >= 2;
  return bordered || (filled && parseFloat(style.borderTopLeftRadius) >= 2) || style.backgroundImage.includes('gradient');
}

function nest(found) {
  for (const one of found.values()) [one.inner, one.around] = [[], null];
  for (const one of found.values()) {
    for (let up = one.record.up; up; up = up.up) {
      const around = found.get(up);
      if (!around) continue;
      one.around = around;
      around.inner.push(one);
      break;
    }
  }
}

function isRedundant(out, one) {
  const { record, around } = one;
  if (isOpenTag(record) || TEXT_FIELDS.has(record.tag)) return false;
  if (!one.strong && (isWithinStronger(out, one) || holdsTheSame(out, one))) return true;
  if (isLayerItself(out, one)) return true;
  if (around && isSameThing(out, around, one)) return true;
  if (isFieldWrapper(out, one) || hasNothingOfItsOwn(out, one)) return true;
  if (isPad(one) || isDelegator(one)) return true;
  return one.inner.length > 0 && !one.native && !one.role && isContainer(out, one);
}

// A popup that listens on its whole card while its buttons listen, too.
function isLayerItself(out, one) {
  const { record } = one;
  const root = record.layer?.root;
  if (one.native || !root || !one.inner.some((inner) => inner.strong)) return false;
  return record.to > record.from && (record === root || record.up === root || isMaskLike(out, record.up));
}

// Only looks like something to touch, and holds what really is.
function holdsTheSame(out, one) {
  const text = cleaned(out.text(one.record, 200));
  return allWithin(one).some((inner) => inner.strong && cleaned(out.text(inner.record, 200)) === text);
}

function isWithinStronger(out, one) {
  let { around } = one;
  while (around && !around.strong) {
    if (cleaned(out.text(around.record, 200)) === cleaned(out.text(one.record, 200))) return true;
    ({ around } = around);
  }
  return Boolean(around) && !holdsMore(out, around, one);
}

// All that it shows belongs to controls within it.
function hasNothingOfItsOwn(out, one) {
  if (one.native || one.role || !one.inner.some((inner) => inner.strong)) return false;
  const parts = new Set(one.inner.map((inner) => inner.record));
  const isApart = (record) => {
    let at = record;
    while (at && at !== one.record && !parts.has(at)) at = at.up;
    return !parts.has(at);
  };
  if (out.fragments.slice(one.record.from, one.record.to).some((fragment) => isApart(fragment.record))) return false;
  return ![...allIn(one.el, 'img, canvas')].some((el) => isApart(out.recordOf(el)));
}

// A weak candidate within a strong one counts only where the strong one is a card with more in it.
function holdsMore(out, around, one) {
  if (isPad(around)) return true;
  if ((around.native && around.record.tag !== 'A') || isBoxedField(out, around.record)) return false;
  return areaOf(around.record.rect) > 5 * areaOf(one.record.rect) && one.look;
}

function isSameThing(out, around, one) {
  if (!around.strong) return false;
  if ((one.native || one.role) && !around.native && !around.role) return false;
  const text = cleaned(out.text(one.record, 200));
  const alike = areaOf(one.record.rect) > 0.5 * areaOf(around.record.rect);
  const same = cleaned(out.text(around.record, 200)) === text && (text !== '' || alike);
  const bare = !one.tap && !one.native && !one.role;
  return same && around.inner.length === 1 && (alike || bare || around.native) && !isToggleRow(around, one);
}

const isToggleRow = (around, one) => toggleKind(one.el) !== null && toggleKind(around.el) === null;

// A row, cell or label that only leads to the field in it: the field stands for it.
function isFieldWrapper(out, one) {
  if (one.record.tag === 'LABEL') return isPlainLabel(out, one);
  const inner = allWithin(one);
  const texts = inner.filter((other) => isTextField(other.el));
  if (one.native || !one.strong || (one.role && !texts.every((other) => other.el.readOnly))) return false;
  if (!inner.length || heightOf(one.record.rect) >= 140) return false;
  return texts.length === 1 || (!one.role && inner.some((other) => other.strong && toggleKind(other.el) !== null));
}

function allWithin(one) {
  return one.inner.flatMap((inner) => [inner, ...allWithin(inner)]);
}

function isPlainLabel(out, one) {
  if (one.standsFor) return false;
  if (one.el.control || hasAttribute(one.el, 'for')) return true;
  return !one.pointer && toggleWithin(out, one.record) === null;
}

function isTextField(el) {
  if (el instanceof HTMLTextAreaElement || el.isContentEditable) return true;
  return el instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'range', 'image'].includes(el.type);
}

// The page itself, a list or a scroller with a listener, not a thing to touch.
function isContainer(out, one) {
  const share = areaOf(meet(one.record.rect, out.view)) / areaOf(out.view);
  if (!one.tap) return one.inner.some((inner) => inner.strong) || share > 0.15;
  return share > LIMITS.container_share || (!one.pointer && one.inner.filter((inner) => inner.strong).length > 6);
}
