// Runs in the page's own world before its scripts. Gives hints only; what it says is never proof.
(() => {
  const ask = '__ASK__';
  const reply = '__REPLY__';
  const dispatch = EventTarget.prototype.dispatchEvent;
  const Event_ = CustomEvent;
  const stringify = JSON.stringify;
  const due = new Map();
  const fired = new Map();
  let closed = 0;

  const origin = performance.timeOrigin;
  const now = performance.now.bind(performance);
  const start = window.setTimeout;
  const stop = window.clearTimeout;

  const originOf = (delay) => `${delay}|${(new Error().stack || '').split('\n').slice(3, 5).join('|')}`;

  const setTimeout_ = function setTimeout(handler, delay, ...rest) {
    const wait = Number(delay) || 0;
    if (typeof handler !== 'function' || wait < 80 || wait > 20000 || due.size > 500) return start.call(window, handler, delay, ...rest);
    const from = originOf(wait);
    const id = start.call(window, function onTimer(...args) {
      due.delete(id);
      if (fired.size < 1000) fired.set(from, (fired.get(from) || 0) + 1);
      return handler.apply(this, args);
    }, delay, ...rest);
    if ((fired.get(from) || 0) < 2) due.set(id, origin + now() + wait);
    return id;
  };
  const clearTimeout_ = function clearTimeout(id) {
    due.delete(id);
    return stop.call(window, id);
  };
  const native = (name) => () => `function ${name}() { [native code] }`;
  for (const [name, fn] of [['setTimeout', setTimeout_], ['clearTimeout', clearTimeout_]]) {
    Object.defineProperty(fn, 'toString', { value: native(name), enumerable: false });
    window[name] = fn;
  }

  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachShadow(init) {
    const root = attach.call(this, init);
    if (init && init.mode === 'closed') closed += 1;
    return root;
  };

  const HANDLERS = { onClick: 'click', onClickCapture: 'click', onTouchStart: 'touchstart', onTouchEnd: 'touchend', onPointerDown: 'pointerdown',
    onPointerUp: 'pointerup', onMouseDown: 'mousedown', onMouseUp: 'mouseup' };

  const typesOf = (props) => Object.keys(HANDLERS).filter((key) => typeof props[key] === 'function').map((key) => HANDLERS[key]);

  const tellHandlers = () => {
    let key = '';
    let count = 0;
    for (const el of document.querySelectorAll('*')) {
      if (!key || !(key in el)) key = Object.keys(el).find((name) => name.startsWith('__reactProps$')) || key;
      const props = key ? el[key] : null;
      const types = props ? typesOf(props) : [];
      if (types.length) dispatch.call(el, new Event_(reply, { detail: types.join(',') }));
      count += 1;
      if (!key && count > 400) return;
    }
  };

  // React listens on its root; what reacts is told one by one.
  const tellRoots = () => {
    for (const el of document.querySelectorAll('body, body > *, body > * > *')) {
      if (!Object.keys(el).some((name) => name.startsWith('__reactContainer$'))) continue;
      dispatch.call(el, new Event_(reply, { detail: ['only-delegates', ...Object.values(HANDLERS)].join(',') }));
    }
  };

  // jQuery keeps one listener on the container and the selector of what reacts in it.
  const TOLD = new Set(['click', 'tap', ...Object.values(HANDLERS)]);
  const tellDelegates = () => {
    const query = window.jQuery;
    if (typeof query !== 'function' || typeof query._data !== 'function') return;
    for (const el of [document, ...[...document.querySelectorAll('*')].slice(0, 6000)]) {
      const events = query._data(el, 'events');
      for (const type of events ? Object.keys(events).filter((one) => TOLD.has(one)) : []) tellSelected(query, el, type, [...events[type]]);
    }
  };
  const tellSelected = (query, el, type, handlers) => {
    const selectors = [...new Set(handlers.map((one) => one.selector).filter(Boolean))].slice(0, 20);
    for (const found of selectors.flatMap((one) => [...query.find(one, el)].slice(0, 300))) dispatch.call(found, new Event_(reply, { detail: type }));
    if (handlers.every((one) => one.selector)) dispatch.call(el, new Event_(reply, { detail: `only-delegates,${type}` }));
  };

  window.addEventListener(ask, (event) => {
    try {
      if (event.detail === 'handlers') tellHandlers();
      else if (event.detail === 'roots') tellRoots();
      else if (event.detail === 'delegates') tellDelegates();
      else if (event.detail === 'timers') dispatch.call(window, new Event_(reply, { detail: stringify([...due.values()]) }));
      else if (event.detail === 'closed') dispatch.call(window, new Event_(reply, { detail: stringify(closed) }));
    } catch {
      // a hint that fails is no hint
    }
  }, true);
})();
