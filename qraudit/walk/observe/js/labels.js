// What a person would call it: linked labels first, then what stands beside or above.

const MARKS = /^[\s*＊:：]+|[\s*＊:：]+$/g;
const named = (text) => cleaned(text).replace(MARKS, '').slice(0, LIMITS.name);
const FIELD_KINDS = new Set(['text', 'select', 'picker', 'file', 'checkbox', 'radio', 'switch', 'range']);

function labelFor(out, control) {
  const own = FIELD_KINDS.has(control.kind) ? fieldLabel(out, control) : actionLabel(out, control);
  return own || ['', 'none'];
}

function actionLabel(out, { record }) {
  const { el } = record;
  const text = named(out.text(record, LIMITS.name));
  if (text) return [text, 'text'];
  const aria = named(ariaName(el));
  if (aria) return [aria, 'aria'];
  const alt = [el, ...allIn(el, 'img[alt], [aria-label]')].map((one) => named(getAttribute(one, 'alt') || getAttribute(one, 'aria-label'))).find(Boolean);
  if (alt) return [alt, 'alt'];
  const title = named(getAttribute(el, 'title') || shapeName(record));
  return title ? [title, 'title'] : null;
}

function ariaName(el) {
  const ids = getAttribute(el, 'aria-labelledby').split(/\s+/).filter(Boolean).slice(0, 4);
  const scope = rootNodeOf(el);
  const words = ids.map((id) => scope.getElementById?.(id)?.textContent || '').join(' ').trim();
  return words || getAttribute(el, 'aria-label');
}

function fieldLabel(out, control) {
  const { record, placeholder } = control;
  const field = fields.get(record.el) || record.el;
  const linked = linkedLabel(out, field);
  if (linked) return [linked, 'label'];
  const toggle = ['checkbox', 'radio', 'switch'].includes(control.kind);
  const aria = named(ariaName(field) || ariaName(record.el));
  if (aria && aria !== placeholder && !toggle) return [aria, 'aria'];
  const own = named(textWithout(out, record, placeholder));
  if (own && (toggle || control.kind === 'file')) return [own, 'text'];
  const before = () => textBefore(out, control);
  const beside = toggle && control.kind !== 'switch' ? textBeside(out, record) || before() : before();
  if (own && beside?.[1] === 'above' && control.kind === 'picker' && WORDS.choose.test(own)) return [own, 'text'];
  if (beside) return beside;
  if (aria) return [aria, 'aria'];
  if (placeholder) return [placeholder, 'placeholder'];
  if (own) return [own, 'text'];
  const title = named(getAttribute(field, 'title'));
  if (title) return [title, 'title'];
  const group = control.group.length < 60 ? named(control.group.split('\n')[0]) : '';
  return group ? [group, 'group'] : null;
}

function linkedLabel(out, field) {
  for (const label of field.labels || []) {
    const record = out.of.get(label);
    const text = named(record ? out.text(record, LIMITS.name) : label.textContent || '');
    if (text) return text;
  }
  return '';
}

const textWithout = (out, record, placeholder) => {
  const text = out.text(record, LIMITS.name);
  return placeholder ? text.replace(placeholder, '') : text;
};

// A tick box's words stand at its right, in the same row.
function textBeside(out, record) {
  let at = record.up;
  for (let i = 0; at && i < 3; i += 1, at = at.up) {
    if (heightOf(at.rect) > 160) break;
    const text = named(out.text(at, LIMITS.name));
    if (text) return [text, 'sibling'];
  }
  return null;
}

function textBefore(out, control) {
  const rect = control.row || control.record.rect;
  let left = null;
  let above = null;
  for (const fragment of out.fragments) {
    if (isWithin(fragment.record.el, control.record.el) || out.inFields.has(fragment)) continue;
    const at = fragment.rect;
    if (named(fragment.text) === '' || named(fragment.text) === control.placeholder) continue;
    if (at.r <= rect.l + 6 && rect.l - at.r < LIMITS.label_left && sameRow(at, rect) && (!left || at.r > left.rect.r) && !isHeading(out, fragment, control)) left = fragment;
    const gap = rect.t - at.b;
    const under = at.l < rect.r && at.r > rect.l - 60;
    if (gap >= -4 && gap < LIMITS.label_above && under && (!above || at.b > above.rect.b) && !isHeading(out, fragment, control)) above = fragment;
  }
  if (left && !out.fieldRects.some((other) => other !== rect && isBetween(left.rect, other, rect))) return [lineAround(out, left), 'sibling'];
  if (above && !WORDS.sentence.test(above.text) && !out.fieldRects.some((other) => other !== rect && sameRow(above.rect, other))) return [lineAround(out, above), 'above'];
  return null;
}

// The title in a page's own bar is no field's label.
function isHeading(out, fragment, control) {
  const { record } = fragment;
  if (record.heading === undefined) record.heading = isInBar(record);
  return record.heading && !isWithin(control.record.el, record.heading.el);
}

function isInBar(record) {
  for (let at = record; at; at = at.up) {
    if (heightOf(at.rect) > 120) return null;
    const tokens = tokensOn(at.el);
    const bar = tokens.some((token, i) => WORDS.bar.has(token) || WORDS.bar.has(token + tokens[i + 1]));
    if (bar || ['HEADER', 'NAV'].includes(at.tag) || ['banner', 'navigation'].includes(roleOf(at.el))) return at;
    if (at.position === 'fixed' || at.position === 'sticky') return at;
  }
  return null;
}

const isBetween = (left, other, rect) => sameRow(other, rect) && other.l >= left.r - 4 && other.r <= rect.l + 4;

function lineAround(out, fragment) {
  const line = out.fragments.filter((one) => one.record.block === fragment.record.block && sameRow(one.rect, fragment.rect));
  return named(textOf(line, LIMITS.name));
}

// A placeholder drawn as an element beside the field (uni-app), or the attribute.
function placeholderOf(out, record) {
  const field = fields.get(record.el) || record.el;
  const attribute = getAttribute(field, 'placeholder') || getAttribute(field, 'data-placeholder');
  if (attribute) return named(attribute);
  const others = out.fieldRects.filter((rect) => rect !== record.rect);
  let at = record.up;
  for (let i = 0; at && i < 3; i += 1, at = at.up) {
    if (heightOf(at.rect) > 200 || others.some((rect) => holds(at.rect, ...centreOf(rect)))) break;
    for (const el of allIn(at.el, '*')) {
      if (carries(el, WORDS.placeholder) && out.of.has(el)) return named(out.text(out.of.get(el), 100));
    }
  }
  return '';
}

function groupOf(out, record, own) {
  let at = record.up;
  let text = '';
  for (let i = 0; at && i < 8; i += 1, at = at.up) {
    if (heightOf(at.rect) > 0.6 * out.view.b) break;
    text = out.text(at, LIMITS.group);
    if (cleaned(text).length > cleaned(own).length + 2) return text;
  }
  return text;
}

function linksNear(out, record, anchors) {
  const texts = new Set();
  const speaks = anchors && out.text(record, 8).length >= 4;
  const others = speaks ? out.fieldRects.filter((rect) => !holds(record.rect, ...centreOf(rect))) : [];
  let at = record;
  for (let i = 0; at && i < 3; i += 1, at = at.up) {
    const text = out.text(at, 300);
    if (i > 0 && (text.length > 200 || heightOf(at.rect) > 200 || others.some((rect) => holds(at.rect, ...centreOf(rect))))) break;
    for (const match of text.matchAll(/《[^《》]{1,40}》/g)) texts.add(match[0]);
    for (const link of anchors ? allIn(at.el, 'a') : []) {
      const words = out.of.has(link) ? named(out.text(out.of.get(link), 60)) : '';
      if (words && link !== record.el) texts.add(words);
    }
    if (i > 0 && texts.size) break;
  }
  return [...texts].slice(0, 8);
}
