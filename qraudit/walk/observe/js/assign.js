// Sets what a person could only set through the browser's own chooser: a native list, a date, a slider.

const isValueField = (el) => el instanceof HTMLInputElement || el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement;

function assign(number, value) {
  const el = elementOf(number);
  const field = el ? fields.get(el) || (isValueField(el) ? el : firstIn(el, 'select, input')) : null;
  if (!field || !isValueField(field) || field.disabled) return false;
  if (!(field instanceof HTMLSelectElement)) field.value = fitting(field, value);
  else if (!chooseOption(field, value.trim())) return false;
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  return field.value !== '';
}

// A day as the field's kind wants it written, within what the field allows.
function fitting(field, value) {
  const day = /^\d{4}-\d\d-\d\d/.exec(value)?.[0];
  if (!day) return value;
  const forms = { date: day, 'datetime-local': `${day}T10:00`, month: day.slice(0, 7), time: '10:00' };
  const text = forms[field.type];
  if (!text) return value;
  if (field.min && text < field.min) return field.min;
  return field.max && text > field.max ? field.max : text;
}

function chooseOption(list, wanted) {
  const options = [...list.options].filter((one) => !one.disabled);
  const found = options.find((one) => one.text.trim() === wanted || one.value === wanted) || options.find((one) => one.text.includes(wanted));
  if (found) found.selected = true;
  return Boolean(found);
}
