// Ticks that are pictures: an <img> whose source is swapped at each touch.

const SIGNS = ['close', 'back', 'forward', 'plus', 'minus', 'menu', 'search'];

// One small square picture at the start or end of a row that is agreed to, advertises, or costs extra.
function pictureTick(out, record) {
  const [w, h] = [widthOf(record.rect), heightOf(record.rect)];
  const pictures = h <= 90 && w >= 100 ? [...allIn(record.el, 'img')] : [];
  if (pictures.length !== 1 || !isTickPicture(out, pictures[0], record)) return null;
  const text = cleaned(out.text(record, 120));
  if (text.length < 3 || text.length > 80) return null;
  const asks = WORDS.agree.test(text) || WORDS.advertises.test(text);
  return asks || (WORDS.price.test(text) && !hasRowsAlike(record.el)) ? { el: pictures[0], kind: 'checkbox' } : null;
}

function isTickPicture(out, el, row) {
  const record = out.of.get(el);
  if (!record?.reachable || getAttribute(el, 'alt').trim() || SIGNS.includes(glyphByWords([el]))) return false;
  if (hasAttribute(el, 'onclick') || typesOn(el).some((type) => TAPS.has(type))) return false;
  const [w, h] = [widthOf(record.rect), heightOf(record.rect)];
  if (w < 14 || w > 28 || Math.abs(w - h) > 3) return false;
  return (record.rect.l - row.rect.l < 40 || row.rect.r - record.rect.r < 40) && isSquarelyDrawn(el);
}

// Several priced rows with such a picture are goods or ways to pay, not extras.
function hasRowsAlike(el) {
  const beside = childElementsOf(parentOf(el) || el);
  return beside.slice(0, 40).some((one) => one !== el && tagOf(one) === tagOf(el) && isTicked(firstIn(one, 'img')));
}

const isTicked = (el) => Boolean(el) && widthOf(fromRect(rectOf(el))) <= 28;

// The picture's file name tells, else what is drawn in its middle.
function checkedByPicture(el) {
  const tokens = fileTokens(el);
  if (tokens.some((one) => WORDS.picture_off.has(one))) return [false, 'class'];
  if (tokens.some((one) => WORDS.picture_on.has(one))) return [true, 'class'];
  const ink = inkInMiddle(el);
  return ink === null ? [null, ''] : [ink, 'pixels'];
}

// Coloured or dark inside, not only at its edge; `null` where the pixels may not be read.
function inkInMiddle(el) {
  const pixels = pixelsOf(el);
  if (!pixels) return null;
  const middle = pixels.filter((one, i) => one[3] > 100 && Math.abs((i % SIDE) - 9.5) < 6 && Math.abs(Math.floor(i / SIDE) - 9.5) < 6);
  const share = (test) => middle.filter(test).length / 144;
  return share((one) => saturationOf(one) > 0.25) > 0.08 || share((one) => luminanceOf(one) < 0.25) > 0.2;
}

// A box or circle reaches as far across as down; a chevron does not.
function isSquarelyDrawn(el) {
  const drawn = (pixelsOf(el) || []).flatMap((one, i) => (one[3] > 60 ? [[i % SIDE, Math.floor(i / SIDE)]] : []));
  const [w, h] = [0, 1].map((axis) => span(drawn.map((one) => one[axis])));
  return !drawn.length || (w < 1.35 * h && h < 1.35 * w);
}

const span = (values) => Math.max(...values) - Math.min(...values) + 1;
const SIDE = 20;

function pixelsOf(el) {
  try {
    const pen = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true });
    pen.drawImage(el, 0, 0, SIDE, SIDE);
    const { data } = pen.getImageData(0, 0, SIDE, SIDE);
    return Array.from({ length: SIDE * SIDE }, (_, i) => data.slice(4 * i, 4 * i + 4));
  } catch {
    return null;
  }
}
