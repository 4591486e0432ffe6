// One look: everything of this frame, as the models name it.

let lastControls = new Map();
let lastByElement = new WeakMap();

// What a finger goes for: the field itself, or what stands for one that draws nothing.
function targetOf(el) {
  return el;
}

// A toggle's input that is hidden is stood for by its label, or by what is drawn around it.
function standIn(out, record) {
  const { el } = record;
  const drawn = record.reachable && widthOf(record.rect) > 4 && heightOf(record.rect) > 4;
  if (drawn || (el.opacity !== '0' && isEmpty(record.rect) === false && record.clip && !isEmpty(meet(record.rect, record.clip.hard)) && record.style.visibility === 'visible' && widthOf(record.rect) > 4)) return record;
  for (const label of el.labels || []) {
    const found = out.of.get(label);
    if (found?.reachable) return found;
  }
  for (let up = record.up, i = 0; up && i < 3; up = up.up, i += 1) {
    if (up.reachable && heightOf(up.rect) < 120) return up;
  }
  return null;
}

function controlsOf(out) {
  const found = [];
  const taken = new Set();
  for (const one of candidatesOf(out)) {
    if (found.length >= LIMITS.controls) {
      out.truncated = true;
      break;
    }
    one.field = one.standsFor || one.record.el;
    const record = isHiddenField(one.record) ? standIn(out, one.record) : one.record;
    if (!record || taken.has(record)) continue;
    taken.add(record);
    if (record.el !== one.field) fields.set(record.el, one.field);
    found.push(Object.assign(one, { record, id: `${numberOf(record.el)}`, kind: kindOf(out, one) }));
  }
  return found.filter((one) => !found.some((other) => other !== one && other.toggle && isWithin(one.el, other.el) && toggleKind(one.el)));
}

function prepare(out, controls) {
  out.fieldRects = controls.filter((one) => FIELD_KINDS.has(one.kind)).map((one) => one.record.rect);
  const texts = controls.filter((one) => ['text', 'select', 'button', 'key', 'tab'].includes(one.kind)).map((one) => one.record);
  out.inFields = new Set(texts.flatMap((record) => out.fragments.slice(record.from, record.to)));
  for (const one of controls) {
    one.placeholder = ['text', 'picker'].includes(one.kind) ? placeholderOf(out, one.record) : '';
    one.group = groupOf(out, one.record, out.text(one.record, LIMITS.group));
    [one.name, one.labelFrom] = labelFor(out, one);
    one.glyph = ['checkbox', 'radio', 'switch', 'text', 'select'].includes(one.kind) ? 'none' : glyphOf(out, one.record);
  }
  nameChoices(out, controls);
  markShapes(controls);
  markKeys(out, controls);
  markSteppers(controls);
}

// Eight or more same-sized things with one character each, side by side: a keyboard that the page draws.
function markKeys(out, controls) {
  const sizes = new Map();
  for (const one of controls) {
    const text = cleaned(out.text(one.record, 8));
    if (one.kind !== 'button' || [...text].length !== 1) continue;
    const key = [one.record.up?.up, widthOf(one.record.rect), heightOf(one.record.rect)].map((v) => (typeof v === 'number' ? Math.round(v / 4) : v ? numberOf(v.el) : 0)).join();
    sizes.set(key, [...(sizes.get(key) || []), one]);
  }
  for (const keys of sizes.values()) {
    const pad = grown(keys.reduce((rect, one) => join(rect, one.record.rect), null), 8);
    const nought = controls.some((one) => cleaned(out.text(one.record, 4)) === '0' && isKeyOn(out, one, pad));
    if (!isKeyGrid(out, keys, nought)) continue;
    for (const one of keys) one.kind = 'key';
    for (const one of controls) if (one.kind === 'button' && isKeyOn(out, one, pad)) one.kind = 'key';
  }
}

// Wider keys of the same pad, with one character too.
const isKeyOn = (out, one, pad) => {
  const { l, r, b } = one.record.rect;
  return [...cleaned(out.text(one.record, 8))].length === 1 && holds({ ...pad, b: pad.b + 70 }, (l + r) / 2, b - 4);
};

function isKeyGrid(out, keys, nought) {
  const words = new Set(keys.map((one) => cleaned(out.text(one.record, 8))));
  const rows = keys.filter((one) => keys.filter((other) => sameRow(one.record.rect, other.record.rect)).length >= 3);
  return words.size >= 8 && rows.length >= 8 && (nought || !areChoices(words));
}

// 'How many are you?' 1 to 8: digits without a nought (which may be wider than they are) are no keyboard.
const areChoices = (words) => [...words].every((one) => /^[1-9]$/.test(one));

// Plus and minus around a number.
function markSteppers(controls) {
  const signs = controls.filter((one) => one.glyph === 'plus' || one.glyph === 'minus');
  for (const one of controls) {
    const beside = signs.filter((sign) => sign !== one && sameRow(sign.record.rect, one.record.rect) && gapBetween(sign, one) < 60);
    if (one.kind === 'text' && beside.length >= 2) one.kind = 'stepper';
    if (one.kind === 'button' && signs.includes(one)) one.kind = 'stepper';
  }
}

const gapBetween = (a, b) => Math.max(0, Math.max(a.record.rect.l, b.record.rect.l) - Math.min(a.record.rect.r, b.record.rect.r));

function describeControl(out, one) {
  const { record, kind } = one;
  const field = one.field;
  const group = groupOfRecord(out, record);
  const glyphRect = one.toggle ? fromRect(rectOf(one.toggle)) : glyphRectOf(record.el);
  const point = touchPoint(record.el, record.seen, glyphRect);
  const [checked, checkedFrom] = one.chosen === undefined ? checkedOf(out, field, kind, one.toggle) : [one.chosen, 'colour'];
  return {
    id: one.id, kind, tag: record.tag.toLowerCase(), role: roleOf(field) || roleOf(record.el), name: one.name, label_from: one.labelFrom,
    text: cleaned(out.text(record, LIMITS.group)), placeholder: one.placeholder, group: one.group.slice(0, LIMITS.group), ...nativeFacts(field, record),
    links: ['checkbox', 'radio', 'switch', 'button'].includes(kind) ? linksNear(out, record, kind !== 'button') : [],
    box: asBox(record.rect), glyph_box: glyphRect ? asBox(glyphRect) : null, point, in_viewport: record.onScreen || (one.field !== record.el && !isEmpty(meet(record.seen, out.view))),
    disabled: one.greyed || isDisabled(record, one), checked, checked_from: checkedFrom,
    required_mark: FIELD_KINDS.has(kind) && hasRequiredMark(out, record, one.name + one.placeholder + rawLabel(out, one)), focused: field === deepActive(),
    listeners: listenersNear(record, field), pointer_cursor: record.style.cursor === 'pointer', glyph: one.glyph,
    font_size: parseFloat((out.fragments[record.from]?.record ?? record).style.fontSize) || 0,
    contrast: point ? contrastAt(out, record, point) : null, opacity: Math.round(record.opacity * 100) / 100,
    emphasis: ['button', 'link'].includes(kind) ? emphasisOf(out, record) : 0,
    overlay: group ? overlayId(group) : null, selector: selectorOf(record.el),
  };
}

// Its own, and those of a wrapper that is hardly larger.
function listenersNear(record, field) {
  const types = new Set([...typesOn(record.el), ...typesOn(field)]);
  for (let up = record.up, i = 0; up && i < 3 && areaOf(up.rect) < 2 * areaOf(record.rect); up = up.up, i += 1) {
    for (const type of typesOn(up.el)) types.add(type);
  }
  return [...types].slice(0, 12);
}

const rawLabel = (out, one) => [...(one.field.labels || [])].map((label) => label.textContent || '').join(' ').slice(0, 200);

function deepActive() {
  let active = document.activeElement;
  while (active && rootOf(active)?.activeElement) active = rootOf(active).activeElement;
  return active;
}

function nativeFacts(field, record) {
  const native = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement;
  const length = Number(getAttribute(field, 'maxlength'));
  const value = native && !['checkbox', 'radio', 'file'].includes(field.type) ? field.value : field.isContentEditable ? field.innerText : '';
  return {
    input_type: field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.type : '',
    name_attribute: getAttribute(field, 'name').slice(0, 100), autocomplete: getAttribute(field, 'autocomplete').slice(0, 60),
    pattern: getAttribute(field, 'pattern').slice(0, 200), max_length: length > 0 && length < 1e6 ? length : null,
    value: String(value || '').slice(0, LIMITS.value),
    options: field instanceof HTMLSelectElement ? [...field.options].slice(0, 60).map((one) => cleaned(one.text).slice(0, 60)) : [],
    href: hrefOf(record), readonly: Boolean(field.readOnly),
  };
}

const OPEN_TAG_FACTS = ['username', 'appid', 'path', 'template', 'extinfo'];

function hrefOf({ el, tag }) {
  if (tag.startsWith('WX-OPEN-')) {
    return OPEN_TAG_FACTS.filter((name) => hasAttribute(el, name)).map((name) => `${name}=${getAttribute(el, name)}`).join('&').slice(0, 500);
  }
  const link = closestTo(el, 'a[href], area[href]');
  return link && leadsAway(link) ? String(link.href.baseVal ?? link.href).slice(0, 2000) : '';
}

function framesOf(out) {
  return out.records.filter((one) => (one.tag === 'IFRAME' || one.tag === 'FRAME') && one.reachable && frameIds.has(one.el)).map((record) => {
    const group = groupOfRecord(out, record);
    return { id: frameIds.get(record.el), overlay: group ? overlayId(group) : null, selector: selectorOf(record.el), ...placeOf(record.el) };
  });
}

// A thing that cannot be described is left out: one odd element must not blind the look.
function eachOf(out, list, describeOne) {
  const done = [];
  for (const one of list) {
    try {
      done.push(describeOne(one));
    } catch {
      out.truncated = true;
    }
  }
  return done;
}

function look() {
  watchRoot(document);
  forgetSelectors();
  askHandlers();
  const out = survey();
  markLayers(out);
  const controls = controlsOf(out);
  prepare(out, controls);
  const pictures = picturesOf(out);
  const overlays = overlaysOf(out, controls, pictures);
  const described = eachOf(out, controls, (one) => describeControl(out, one));
  remember(controls, overlays, out);
  const closed = askPage('closed');
  return JSON.stringify({
    url: location.href.slice(0, 4000), title: (typeof document.title === 'string' ? document.title : '').slice(0, 200), viewport: [out.view.r, out.view.b],
    zoom: zoomNow(), scroll: [round(window.scrollX), round(window.scrollY)], document_height: round(out.page.b - out.page.t),
    flow: flowOf(out), ...linesOnScreen(out), controls: described, overlays,
    pictures: [...eachOf(out, pictures, (one) => describePicture(out, one, controls)), ...crossesOf(out)], frames: framesOf(out), truncated: out.truncated,
    closed_roots: typeof closed === 'number' ? closed : null, suspects: out.suspects, shadow_roots: rootList.length, next_number: nextNumber,
  });
}

// All rendered text in order; frames leave a mark where their own text goes.
function flowOf(out) {
  const flow = [];
  let from = 0;
  for (const { at, id } of out.holes) {
    flow.push(textOf(out.fragments.slice(from, at), LIMITS.characters), `\uE000${id}`);
    from = at;
  }
  flow.push(textOf(out.fragments.slice(from), LIMITS.characters));
  return flow;
}

function linesOnScreen(out) {
  const near = out.fragments.filter((one) => !isEmpty(meet(one.seen, out.view)));
  const parts = { lines: [], covered: [] };
  for (const line of linesOf(near).slice(0, LIMITS.lines)) {
    const group = groupOfRecord(out, line.record);
    const told = { text: line.text.slice(0, 400), box: asBox(meet(line.seen, out.view)), font_size: line.size, overlay: group ? overlayId(group) : null };
    (isUncovered(line, out.view) ? parts.lines : parts.covered).push(told);
  }
  return parts;
}

function remember(controls, overlays, out) {
  lastControls = new Map(controls.map((one) => [one.id, one.record.el]));
  lastByElement = new WeakMap();
  for (const [member, group] of out.groupOf) lastByElement.set(member.el, overlayId(group));
  for (const one of controls) lastByElement.set(one.record.el, one.id);
}

// What is drawn of a tick box: the box itself, where the row that reacts is larger.
function tickBox(number) {
  const el = elementOf(number);
  const out = el ? survey() : null;
  const record = out?.of.get(el);
  if (!record) return null;
  const inner = toggleKind(el) ? null : toggleWithin(out, record)?.el;
  return asBox(rectFor(inner || drawnIn(el) || el));
}

function checkedNow(number) {
  const el = elementOf(number);
  if (!el) return null;
  const out = survey();
  const record = out.of.get(el);
  if (!record) return null;
  const inner = toggleKind(el) ? null : toggleWithin(out, record);
  return checkedOf(out, fields.get(el) || el, toggleKind(fields.get(el) || el) || inner?.kind || 'button', inner?.el)[0];
}
