// Sets what a person could only set through the browser's own chooser: a native list, a date, a slider.

function assign(number, value) {
  const el = elementOf(number);
  const field = el && (el.matches('select, input') ? el : el.querySelector('select, input'));
  if (!field || field.disabled) return false;
  if (field.matches('select')) {
    const wanted = [...field.options].find((one) => one.text.trim() === value || one.value === value);
    if (!wanted) return false;
    wanted.selected = true;
  } else {
    field.value = value;
  }
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
  return field.value !== '';
}
