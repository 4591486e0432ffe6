// What a set of choices is about: the title that stands in, beside or above the set.

function nameChoices(out, controls) {
  const choices = controls.filter((one) => one.kind === 'radio' || isChip(one));
  const spoken = choices.flatMap(({ record }) => out.fragments.slice(record.from, record.to));
  const around = { fragments: out.fragments, fieldRects: out.fieldRects, inFields: new Set([...out.inFields, ...spoken]) };
  const sets = choices.map((one) => setOf(one, choices, out));
  for (const set of new Set(sets.filter(Boolean))) {
    const members = choices.filter((_, i) => sets[i] === set);
    const label = members.length > 1 ? titleIn(around, set, members) || (textBefore(around, { record: set, placeholder: '' }) || [''])[0] : '';
    const text = [label, ...members.map((one) => one.name)].join('\n').slice(0, LIMITS.group);
    if (label) for (const one of members) one.group = text;
  }
}

const isChip = ({ kind, el }) => kind === 'button' && checkedByClass(el, kind) !== null;

// The smallest thing around it that holds all of its name, or, without a name, any other choice.
function setOf(one, choices, out) {
  const name = one.field.name || '';
  const others = choices.filter((other) => other !== one && other.kind === one.kind && (other.field.name || '') === name);
  const enough = (at) => (name ? others.every((other) => isWithin(other.el, at.el)) : others.some((other) => isWithin(other.el, at.el)));
  let at = others.length ? one.record.up : null;
  while (at && !enough(at)) at = at.up;
  return at && heightOf(at.rect) < 0.8 * out.view.b ? at : null;
}

// The last words before the first choice, within the set.
function titleIn(around, set, members) {
  const first = members[0].record;
  for (let i = first.from - 1; i >= set.from; i -= 1) {
    const fragment = around.fragments[i];
    const gap = first.rect.t - fragment.rect.b;
    if (around.inFields.has(fragment) || gap > 60) return '';
    if (named(fragment.text)) return lineAround(around, fragment);
  }
  return '';
}
