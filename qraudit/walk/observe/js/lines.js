// Fragments of text put together as a person reads them: one line a block, price parts joined.

function sameRow(a, b) {
  const overlap = Math.min(a.b, b.b) - Math.max(a.t, b.t);
  return overlap > 0.5 * Math.min(a.b - a.t, b.b - b.t);
}

function joins(line, fragment) {
  if (line.block === fragment.record.block) return fragment.spaced ? ' ' : '';
  if (line.block.apart || fragment.record.block.apart) return null;
  const gap = fragment.rect.l - line.last.r;
  const size = parseFloat(fragment.record.style.fontSize) || 16;
  return sameRow(line.last, fragment.rect) && gap > -2 && gap < size * LIMITS.word_gap ? '' : null;
}

function linesOf(fragments) {
  const lines = [];
  for (const fragment of fragments) {
    const line = lines[lines.length - 1];
    const glue = line ? joins(line, fragment) : null;
    if (glue === null) lines.push(lineFrom(fragment));
    else extend(line, fragment, glue);
  }
  for (const line of lines) line.text = line.text.replace(/\s+/g, ' ').trim();
  return lines.filter((line) => line.text);
}

function lineFrom(fragment) {
  const { record, rect, text, seen } = fragment;
  return { text, rect, seen, last: rect, block: record.block, record, size: parseFloat(record.style.fontSize) || 0 };
}

function extend(line, fragment, glue) {
  line.text += glue + fragment.text;
  line.rect = join(line.rect, fragment.rect);
  line.seen = isEmpty(line.seen) ? fragment.seen : isEmpty(fragment.seen) ? line.seen : join(line.seen, fragment.seen);
  line.last = fragment.rect;
  line.size = Math.max(line.size, parseFloat(fragment.record.style.fontSize) || 0);
}

function textOf(fragments, limit) {
  return linesOf(fragments).map((line) => line.text).join('\n').slice(0, limit);
}

// The line is on the screen, and what is hit in its middle is not something painted over it.
function isUncovered(line, view) {
  const seen = meet(line.seen, view);
  if (isEmpty(seen)) return false;
  const owner = line.record.el;
  for (const [x, y] of [centreOf(seen), [seen.l + Math.min(8, widthOf(seen) / 2), (seen.t + seen.b) / 2]]) {
    const hit = hitAt(x, y);
    if (hit && (isWithin(hit, owner) || isWithin(owner, hit) || sheer(hit))) return true;
  }
  return false;
}

// Lets what is below show through: no picture, no opaque background of its own.
function sheer(el) {
  if (['IMG', 'CANVAS', 'VIDEO', 'IFRAME'].includes(tagOf(el))) return false;
  const style = getComputedStyle(el);
  return alphaOf(style.backgroundColor) < 0.3 && style.backgroundImage === 'none';
}
