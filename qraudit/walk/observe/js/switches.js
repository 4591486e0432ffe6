// Switches that are drawn by hand: a lying pill with a round knob in it, whatever they are called.

// The one such pill within a row, or the thing itself.
function drawnSwitch(out, record) {
  const drawn = [record, ...[...allIn(record.el, '*')].slice(0, 60).map((el) => out.of.get(el))];
  const found = drawn.filter((one) => one && isDrawnSwitch(out, one));
  return found.length === 1 ? { el: found[0].el, kind: 'switch' } : null;
}

function isDrawnSwitch(out, record) {
  return isTrack(record) && record.to === record.from && hasKnob(out, record);
}

// The body of a switch: a lying pill.
function isTrack(record) {
  const [w, h] = [widthOf(record.rect), heightOf(record.rect)];
  return h >= 12 && h <= 44 && w > 1.25 * h && w < 3 * h && parseFloat(record.style.borderTopLeftRadius) >= h / 3;
}

// A circle that fills most of the pill's height, drawn before or after it, or within it.
function hasKnob(out, track) {
  const inner = childElementsOf(track.el).slice(0, 4).map((el) => out.of.get(el)).filter(Boolean);
  const styles = [...(track.pseudo || []).filter((one) => !one.words).map((one) => one.style), ...inner.map((one) => one.style)];
  const height = heightOf(track.rect);
  return styles.some((style) => {
    const [w, h] = [parseFloat(style.width), parseFloat(style.height)];
    const round = style.borderTopLeftRadius.endsWith('%') ? parseFloat(style.borderTopLeftRadius) >= 40 : parseFloat(style.borderTopLeftRadius) >= 0.4 * w;
    return round && Math.abs(w - h) <= 2 && h >= 0.6 * height && h <= 1.3 * height && alphaOf(style.backgroundColor) > 0.5;
  });
}
