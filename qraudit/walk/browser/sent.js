// Tells what is sent as a Blob (beacons, mostly): the browser's own log of requests does not hold its words. Runs in the
// page's own world before its scripts; what it tells is treated as hostile, and counts only where the request was seen.
(settings) => {
  const report = window.__qrauditBridge;
  const words = Blob.prototype.text;
  const tell = (url, body) => {
    if (!(body instanceof Blob) || body.size > settings.most || typeof report !== 'function') return;
    words.call(body).then((text) => {
      const to = String(new URL(url, document.baseURI)).slice(0, 2000);
      return report(JSON.stringify({ kind: 'sent', name: to.slice(0, 80), url: to, detail: text.slice(0, settings.most) }));
    }).catch(() => {});
  };
  const wrap = (owner, name, look) => {
    const original = owner[name];
    if (typeof original !== 'function') return;
    Object.defineProperty(owner, name, {
      configurable: true,
      writable: true,
      value: function (...args) {
        try {
          look(this, args);
        } catch (error) {
          void error;
        }
        return Reflect.apply(original, this, args);
      },
    });
  };
  const opened = new WeakMap();
  wrap(Navigator.prototype, 'sendBeacon', (_, [url, body]) => tell(url, body));
  wrap(window, 'fetch', (_, [input, options]) => tell(input && input.url || input, options && options.body));
  wrap(XMLHttpRequest.prototype, 'open', (request, [, url]) => opened.set(request, url));
  wrap(XMLHttpRequest.prototype, 'send', (request, [body]) => tell(opened.get(request), body));
};
