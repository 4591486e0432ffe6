// What kind of control it is, and its state: checked, disabled, required.

const INPUT_KINDS = { checkbox: 'checkbox', radio: 'radio', file: 'file', range: 'range', button: 'button', submit: 'button',
  reset: 'button', image: 'button', color: 'picker', date: 'picker', time: 'picker', month: 'picker', week: 'picker',
  'datetime-local': 'picker' };
const ROLE_KINDS = { button: 'button', link: 'link', checkbox: 'checkbox', menuitemcheckbox: 'checkbox', radio: 'radio',
  menuitemradio: 'radio', switch: 'switch', tab: 'tab', option: 'button', menuitem: 'button', combobox: 'picker',
  spinbutton: 'text', textbox: 'text', searchbox: 'text', slider: 'range', treeitem: 'button' };

// Of which toggle family the element itself is, by its tokens.
function toggleKind(el) {
  const role = roleOf(el);
  if (['checkbox', 'radio', 'switch'].includes(role)) return role;
  if (el instanceof HTMLInputElement && (el.type === 'checkbox' || el.type === 'radio')) {
    return carries(el, WORDS.switch) ? 'switch' : el.type;
  }
  if (role === 'button' || el instanceof HTMLButtonElement) return null;
  const tokens = tokensOn(el);
  if (tokens.some((token) => WORDS.groups.has(token))) return null;
  for (const kind of ['switch', 'checkbox', 'radio']) if (tokens.some((token) => WORDS[kind].has(token))) return kind;
  return null;
}

// The box a row or label draws: the one toggle among its descendants.
function toggleWithin(out, record) {
  const list = allIn(record.el, '*');
  if (list.length > 60) return null;
  let found = null;
  for (const el of list) {
    const kind = toggleKind(el);
    if (!kind || (found && isWithin(el, found.el))) continue;
    if (found) return null;
    found = { el, kind };
  }
  return found || agreeBox(out, record) || drawnSwitch(out, record) || pictureTick(out, record);
}

// A hand-made tick box: a small square or circle before words of agreement.
function agreeBox(out, record) {
  const text = cleaned(out.text(record, 120));
  if (!WORDS.agree.test(text)) return WORDS.advertises.test(text) || WORDS.joins.test(text) ? borderedBox(out, record) : emptyBox(out, record);
  for (const el of allIn(record.el, '*')) {
    const inner = out.of.get(el);
    if (inner && isTickShape(out, inner)) return { el, kind: 'checkbox' };
  }
  return BOX_CHARACTERS.test(text) ? { el: record.el, kind: 'checkbox' } : null;
}

// An empty frame at the start of a row that offers to send advertisements, or to follow; an icon there is none.
function borderedBox(out, row) {
  if (heightOf(row.rect) > 90 || widthOf(row.rect) < 100) return null;
  for (const el of allIn(row.el, '*')) {
    const inner = out.of.get(el);
    if (inner && isFramed(inner) && widthOf(inner.rect) <= 24 && inner.rect.l - row.rect.l < 40 && isTickShape(out, inner)) return { el, kind: 'checkbox' };
  }
  return null;
}

// A small empty square, framed or filled, at the start of one row that itself reacts, and has none like it but tick boxes beside it.
function emptyBox(out, row) {
  if (!row.listens || heightOf(row.rect) > 90 || widthOf(row.rect) < 100 || row.to - row.from > 4) return null;
  const square = [...allIn(row.el, '*')].map((el) => out.of.get(el)).find((one) => one && isEmptySquare(one, row));
  if (!square) return null;
  const rows = childElementsOf(parentOf(row.el) || row.el).filter((el) => tagOf(el) === row.tag && classOf(el) === classOf(row.el));
  const offers = rows.length <= 3 && rows.some((el) => el !== row.el && isOffer(out, out.of.get(el)));
  return rows.length > 1 && !offers ? null : { el: square.el, kind: 'checkbox' };
}

// A tick box by its words: rows that are built like it are tick boxes, too, rather than goods to choose among.
function isOffer(out, row) {
  const text = row ? cleaned(out.text(row, 120)) : '';
  return (WORDS.advertises.test(text) || WORDS.joins.test(text)) && borderedBox(out, row) !== null;
}

function isEmptySquare(one, row) {
  if (!isBareSquare(one) || one.tag === 'IMG' || one.tag === 'SVG') return false;
  return parseFloat(one.style.borderTopLeftRadius) <= 0.35 * widthOf(one.rect) && one.rect.l - row.rect.l <= 40;
}

// A framed square without words, of the size of a tick box.
function isBareSquare(one) {
  const [w, h] = [widthOf(one.rect), heightOf(one.rect)];
  return one.to === one.from && w >= 10 && w <= 24 && Math.abs(w - h) <= 2 && isFramed(one);
}

const isFramed = ({ style }) => parseFloat(style.borderTopWidth) >= 1 && parseFloat(style.borderLeftWidth) >= 1;

// The same with its words beside it: only the box itself answers a touch.
function agreeBoxAlone(out, record) {
  if (out.text(record, 4) !== '') return null;
  let row = record.up;
  for (let i = 0; i < 2 && row && out.text(row, 4) === ''; i += 1) row = row.up;
  if (!row || heightOf(row.rect) > 160 || !WORDS.agree.test(cleaned(out.text(row, 160)))) return null;
  for (const el of [record.el, ...allIn(record.el, '*')]) {
    const inner = out.of.get(el);
    if (inner && isTickShape(out, inner)) return { el, kind: 'checkbox' };
  }
  return null;
}

const BOX_CHARACTERS = /^[○●◯◉□■☐☑☒✓✔√]/;

function isTickShape(out, record) {
  const w = widthOf(record.rect);
  const h = heightOf(record.rect);
  if (w < 8 || w > 32 || Math.abs(w - h) > 4 || out.text(record, 4).length > 1) return false;
  const { style } = record;
  const bordered = parseFloat(style.borderTopWidth) >= 1;
  const filled = alphaOf(style.backgroundColor) > 0.5 || style.backgroundImage !== 'none';
  return bordered || filled || record.tag === 'SVG' || record.tag === 'IMG' || Boolean(record.pseudo) || out.text(record, 4) !== '';
}

function kindOf(out, one) {
  const { el, tag } = one.record;
  if (isOpenTag(one.record)) return 'open-tag';
  if (tag === 'TEXTAREA') return 'text';
  if (tag === 'SELECT') return 'select';
  const toggle = toggleKind(one.standsFor || el);
  if (toggle) return toggle;
  if (one.standsFor) return 'file';
  if (tag === 'INPUT') return INPUT_KINDS[el.type] || (opensPicker(el) ? 'picker' : 'text');
  const role = ROLE_KINDS[roleOf(el)];
  if (role && role !== 'button') return role;
  if (el.isContentEditable) return 'text';
  if ((tag === 'A' || tag === 'AREA') && leadsAway(el)) return 'link';
  return widgetKind(out, one) || 'button';
}

function widgetKind(out, one) {
  const { record } = one;
  if (firstIn(record.el, ':scope input[type=file]')) return 'file';
  const inner = toggleWithin(out, record) || agreeBoxAlone(out, record);
  if (inner && record.tag !== 'BUTTON' && !firstIn(record.el, 'button, textarea')) {
    one.toggle = inner.el;
    return inner.kind;
  }
  const field = firstIn(record.el, 'input[readonly]');
  if (field && field.type !== 'hidden' && !WORDS.digits.test(field.value)) return 'picker';
  if (!one.native && isBoxedField(out, record)) return 'picker';
  if (!one.native && WORDS.choose.test(cleaned(out.text(record, 40))) && !isFilled(record)) return 'picker';
  if (carries(record.el, WORDS.tab) && hasSiblingsAlike(record.el)) return 'tab';
  if (one.native || roleOf(record.el) || hasAttribute(record.el, 'aria-selected')) return null;
  return isCalled(record.el, WORDS.picker) ? 'picker' : null;
}

// A plate or a password in boxes of one character each: no input at all, a keyboard opens elsewhere.
function isBoxedField(out, record) {
  const cells = [...allIn(record.el, '*')].slice(0, 60).map((el) => out.of.get(el)).filter((cell) => cell && isCell(out, cell));
  const outer = cells.filter((cell) => !cells.some((other) => other !== cell && isWithin(cell.el, other.el)));
  const row = outer.filter((cell) => sameRow(cell.rect, outer[0].rect) && Math.abs(widthOf(cell.rect) - widthOf(outer[0].rect)) < 8);
  return row.length >= 4 && row.length >= outer.length - 1 && row.length <= 10;
}

function isCell(out, { rect, style, ...record }) {
  const [w, h] = [widthOf(rect), heightOf(rect)];
  if (w < 18 || w > 72 || h < 24 || h > 72 || typesOn(record.el).some((type) => TAPS.has(type))) return false;
  const drawn = parseFloat(style.borderBottomWidth) + parseFloat(style.borderLeftWidth) > 0 || alphaOf(style.backgroundColor) > 0.05;
  return drawn && [...cleaned(out.text(record, 8))].length <= 1;
}

// A class (or tag) that ends in one of the words: `uni-picker`, not `uni-picker-action`.
function isCalled(el, words) {
  const names = [...classOf(el).split(/\s+/), localNameOf(el)];
  return names.some((name) => words.has(tokensOf(name).at(-1)));
}

const opensPicker = (el) => el.readOnly && !el.disabled;
const hasSiblingsAlike = (el) => {
  const parent = parentOf(el);
  return Boolean(parent) && childElementsOf(parent).filter((one) => one !== el && tagOf(one) === tagOf(el)).length > 0;
};

function leadsAway(el) {
  const href = getAttribute(el, 'href').trim();
  return href !== '' && !/^(#$|javascript:)/i.test(href);
}

// --- checked ---

const CHECKED = { true: true, false: false, mixed: true };

function checkedOf(out, el, kind, box) {
  const field = fieldOf(el);
  if (field && (field.type === 'checkbox' || field.type === 'radio')) return [field.checked, 'input'];
  for (const one of [el, box]) {
    for (const name of one ? ['aria-checked', 'aria-selected', 'aria-pressed'] : []) {
      const value = CHECKED[getAttribute(one, name)];
      if (value !== undefined) return [value, 'aria'];
    }
  }
  const told = checkedByClass(el, kind);
  if (told !== null) return [told, 'class'];
  return ['checkbox', 'radio', 'switch'].includes(kind) ? checkedByPaint(out, box || el) : [null, ''];
}

function fieldOf(el) {
  const known = fields.get(el);
  if (known) return known;
  if (el instanceof HTMLInputElement) return el;
  if (el instanceof HTMLLabelElement && el.control) return el.control;
  const inner = allIn(el, 'input[type=checkbox], input[type=radio]') || [];
  return inner.length === 1 ? inner[0] : null;
}

function checkedByClass(el, kind) {
  const toggle = ['checkbox', 'radio', 'switch'].includes(kind);
  const around = toggle ? [el, ...[...allIn(el, '*')].slice(0, 16)] : [el];
  let answer = null;
  for (const one of around) {
    const tokens = tokensOf(classOf(one));
    const negated = tokens.some((token) => WORDS.unchecked.has(token) || /^un(checked|selected|active)$/.test(token));
    const not = tokens.some((token, i) => WORDS.checked.has(token) && ['un', 'not', 'no'].includes(tokens[i - 1]));
    if (toggle && (negated || not)) answer = answer ?? false;
    else if (tokens.some((token, i) => i > 0 && WORDS.checked.has(token)) || tokens.some((token) => WORDS.checked_alone.has(token))) return true;
  }
  return answer ?? (siblingIsChecked(el) ? false : null);
}

// One of its kind beside it is marked: it is the unmarked one.
function siblingIsChecked(el) {
  const parent = parentOf(el);
  if (!parent || countChildrenOf(parent) > 40) return false;
  return childElementsOf(parent).some((one) => {
    if (one === el || tagOf(one) !== tagOf(el)) return false;
    const extra = tokensOf(classOf(one)).filter((token) => !tokensOf(classOf(el)).includes(token));
    return extra.some((token) => WORDS.checked.has(token));
  });
}

function checkedByPaint(out, el) {
  const drawn = [el, ...[...allIn(el, '*'), ...drawnInRoot(el)].slice(0, 12)].map((one) => out.of.get(one)).filter(Boolean);
  const words = cleaned(out.text(out.of.get(el) || drawn[0] || { from: 0, to: 0 }, 8));
  if (/^[●◉■☑☒✓✔√]/.test(words)) return [!isInkless(out, out.of.get(el) || drawn[0]), 'text'];
  if (/^[○◯□☐]/.test(words)) return [false, 'text'];
  const icon = drawn.find((one) => one.tag === 'SVG' || one.tag === 'IMG');
  for (const one of drawn) {
    const ink = (one.pseudo || []).find((pseudo) => pseudo.words.trim());
    if (ink) return [isLit(one, ink), 'pseudo-colour'];
  }
  const track = drawn.find(isTrack);
  if (track && (toggleKind(el) === 'switch' || hasKnob(out, track))) return [isFilled(track), 'colour'];
  const boxes = drawn.filter((one) => isTickShape(out, one));
  if (boxes.length && !icon) return [boxes.some((one) => isFilled(one)), 'colour'];
  if (icon?.tag === 'IMG') return checkedByPicture(icon.el);
  if (icon) return [icon.shown && !isEmpty(icon.rect) && (boxes.length > 1 || saturationOf(shapeInk(icon.el)) > 0.25), 'svg'];
  return [null, ''];
}

function drawnInRoot(el) {
  const root = rootOf(el);
  return root ? [...allInRoot(root, '*')] : [];
}

// A tick that is always there and takes the colour of its ground until it is set.
function isInkless(out, record) {
  const fragment = out.fragments[record.from];
  if (!fragment) return false;
  const ink = colourOf(fragment.record.style.color);
  let at = fragment.record;
  while (at && !(alphaOf(at.style.backgroundColor) > 0.5 || at.style.backgroundImage !== 'none')) at = at.up;
  const ground = at ? backgroundOf(at.style) : [255, 255, 255, 1];
  return ink[3] < 0.05 || (Boolean(ground) && contrastOf(over(ink, ink[3], ground), ground) < 1.2);
}

function isLit(record, ink) {
  return alphaOf(ink.style.color) > 0.1 && (isFilled(record) || saturationOf(colourOf(ink.style.color)) > 0.25);
}

function isFilled(record) {
  const own = backgroundOf(record.style) || colourOf(record.style.backgroundColor); // a tick may be drawn on it
  return Boolean(own) && own[3] > 0.5 && saturationOf(own) > 0.25;
}

// --- disabled, required ---

function isDisabled(record, one) {
  const field = fields.get(record.el);
  if (matches(record.el, ':disabled') || field?.disabled || hasAttribute(record.el, 'disabled') && getAttribute(record.el, 'disabled') !== 'false') return true;
  if (record.style.cursor === 'not-allowed') return true;
  if (one.kind === 'button' && one.glyph === 'none' && carries(record.el, WORDS.dead) && isDrawnApart(record)) return true;
  let at = record;
  for (let i = 0; at && i < 4; i += 1, at = at.up) {
    if (areaOf(at.rect) > 4 * areaOf(record.rect) + 4000) break;
    if (getAttribute(at.el, 'aria-disabled') === 'true') return true;
    if (tokensOf(classOf(at.el)).some((token) => WORDS.disabled.test(token))) return true;
  }
  return one.glyph !== 'close' && isFaded(record) && !(one.toggle || field); // a faint cross is hidden, not switched off
}

// Fainter than what stands around it.
function isFaded(record) {
  const around = record.up ? record.up.opacity : 1;
  return record.opacity <= LIMITS.faded && around > 0.9;
}

function hasRequiredMark(out, record, label) {
  if (record.el.required || getAttribute(record.el, 'aria-required') === 'true') return true;
  if (WORDS.required.test(label)) return true;
  const others = out.fieldRects.filter((rect) => rect !== record.rect);
  let at = record.up;
  for (let i = 0; at && i < 12; i += 1, at = at.up) {
    if (heightOf(at.rect) > 130 || others.some((rect) => holds(at.rect, ...centreOf(rect)))) return false;
    if (at.to - at.from < 12 && WORDS.required.test(out.text(at, 120))) return true;
  }
  return false;
}
