// Settling by events: mutations that are not a clock's, finite animations, boxes at rest, fonts, the page's own timers.

const activity = { last: performance.now(), nodes: new WeakMap(), watched: new WeakSet() };
const observer = new MutationObserver(onMutations);
const WATCHED = { subtree: true, childList: true, attributes: true, characterData: true };

function watchRoot(root) {
  if (activity.watched.has(root)) return;
  activity.watched.add(root);
  observer.observe(root, WATCHED);
}

function onMutations(records) {
  const now = performance.now();
  const seen = new Set();
  for (const { target } of records.slice(0, LIMITS.mutations)) {
    const el = target instanceof Element ? target : parentNodeOf(target);
    if (el instanceof Node) seen.add(el);
  }
  for (const el of seen) if (!isRoutine(el, now)) activity.last = now;
}

// A countdown, a caret, a marquee: the same place has changed again and again for over a second.
function isRoutine(el, now) {
  const known = activity.nodes.get(el);
  if (!known || now - known.last > LIMITS.routine_gap) {
    activity.nodes.set(el, { first: now, last: now, times: 1 });
    return false;
  }
  if (now - known.last > 4) known.times += 1;
  known.last = now;
  const whole = el === bodyOf(document) || el === rootElementOf(document);
  return !whole && known.times >= LIMITS.routine_times && now - known.first > LIMITS.routine_after;
}

function finiteAnimations() {
  return Document.prototype.getAnimations.call(document).filter((one) => {
    if (one.playState !== 'running') return false;
    const timing = one.effect?.getComputedTiming();
    if (!timing || !Number.isFinite(timing.endTime) || one.timeline !== document.timeline) return false;
    const left = (timing.endTime - (Number(one.currentTime) || 0)) / Math.abs(one.playbackRate || 1);
    return left > 0 && left < LIMITS.animation;
  }).length;
}

// Where the things a person looks at stand: enough to notice what moves without mutation or animation.
function boxesNow() {
  const { w, h } = sizeOfView();
  const seen = new Set();
  let sum = '';
  for (const y of [0.08, 0.3, 0.5, 0.7, 0.92]) {
    for (const x of [0.2, 0.5, 0.8]) {
      for (let el = hitAt(w * x, h * y), depth = 0; el && depth < 12; el = parentOf(el), depth += 1) {
        if (seen.has(el)) break;
        seen.add(el);
        const rect = rectOf(el);
        sum += `${Math.round(rect.left)},${Math.round(rect.top)},${Math.round(rect.width)},${Math.round(rect.height)};`;
      }
    }
  }
  return sum;
}

function whatIsBusy(since, quiet, timersUntil) {
  const now = performance.now();
  if (document.readyState === 'loading') return 'loading';
  if (now - Math.max(activity.last, since) < quiet) return 'mutations';
  if (document.fonts.status === 'loading' && now - since < LIMITS.fonts) return 'fonts';
  if (finiteAnimations()) return 'animations';
  if (timersUntil > now) {
    const due = askPage('timers');
    if (due && due.some((at) => at - performance.timeOrigin <= timersUntil && at - performance.timeOrigin > now - 400)) return 'timers';
  }
  return '';
}

// Resolves '' when calm, or with what was still busy when the time was up.
function calm(quiet, slice, horizon) {
  watchRoot(document);
  const since = performance.now();
  const timersUntil = horizon > 0 ? since + horizon : 0;
  let boxes = boxesNow();
  return new Promise((resolve) => {
    const look = () => {
      const busy = whatIsBusy(since, quiet, timersUntil);
      const late = performance.now() - since >= slice;
      if (busy || late) {
        if (late) resolve(busy);
        else setTimeout(look, busy === 'mutations' ? 10 : 25);
        return;
      }
      const again = boxesNow();
      if (again === boxes) resolve('');
      else {
        boxes = again;
        setTimeout(look, LIMITS.box_interval);
      }
    };
    setTimeout(look, Math.min(quiet, slice));
  });
}
