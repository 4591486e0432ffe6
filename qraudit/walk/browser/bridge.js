// Stands in for the app's bridge (WeixinJSBridge, AlipayJSBridge): records every call, answers as a consumer who refuses
// would make the app answer, and never says that anything was paid. Runs in the page's own world before its scripts, in
// every frame; `report` is a binding, whose argument the Python side treats as hostile.
(settings) => {
  // Kept before the page can put others in their places: what it asks for is told whatever it does to them.
  const { stringify } = JSON;
  const string = String;
  const failure = Error;
  const slice = Function.prototype.call.bind(String.prototype.slice);
  const debug = console.debug.bind(console);
  const nobody = Promise.resolve(null);
  let report = window.__qrauditBridge;
  const tried = (get) => {
    try {
      return get();
    } catch (error) {
      return '';
    }
  };
  const text = (value) => tried(() => slice(typeof value === 'string' ? value : stringify(value) || '', 0, 4000));
  const say = (kind, name, detail) => {
    report = report || window.__qrauditBridge;
    const told = { __proto__: null, kind, name: tried(() => slice(string(name), 0, 80)), detail,
      stack: tried(() => slice(string(new failure().stack || ''), 0, 1200)), href: tried(() => slice(location.href, 0, 500)),
      active: tried(() => navigator.userActivation.isActive) === true };
    const sent = tried(() => report(stringify(told)));
    if (!sent) debug(settings.token + stringify(told)); // the binding relies on what the page has replaced
    return sent || nobody;
  };
  const later = (callback, answer) => {
    if (typeof callback === 'function') setTimeout(() => callback(answer), 0);
  };

  // Permissions: asked through the web platform.
  const watch = (owner, name, kind, label) => {
    const original = owner && owner[name];
    if (typeof original !== 'function') return;
    owner[name] = function (...args) {
      say('permission', kind, label);
      return original.apply(this, args);
    };
  };
  if (window.Geolocation) {
    watch(Geolocation.prototype, 'getCurrentPosition', 'location', 'navigator.geolocation.getCurrentPosition');
    watch(Geolocation.prototype, 'watchPosition', 'location', 'navigator.geolocation.watchPosition');
  }
  if (window.MediaDevices) watch(MediaDevices.prototype, 'getUserMedia', 'camera', 'navigator.mediaDevices.getUserMedia');
  if (window.ContactsManager) watch(ContactsManager.prototype, 'select', 'contacts', 'navigator.contacts.select');
  if (window.Notification) watch(Notification, 'requestPermission', 'notifications', 'Notification.requestPermission');
  if (window.Clipboard) watch(Clipboard.prototype, 'readText', 'clipboard', 'navigator.clipboard.readText');
  const open = window.open;
  window.open = function (url, ...rest) {
    say('open', String(url || ''), '');
    return open.call(this, url, ...rest);
  };

  // A page that asks in a loop could never be looked at: its script fails instead.
  let asked = 0;
  for (const name of ['alert', 'confirm', 'prompt']) {
    const original = window[name];
    window[name] = function (...args) {
      asked += 1;
      if (asked > settings.dialogs) throw new Error(name);
      return original.apply(window, args);
    };
  }

  // An app's own window cannot be closed by its page.
  if (window === window.top && !window.opener) window.close = () => void say('call', 'closeWindow', '');

  if (settings.environment === 'wechat') wechat();
  if (settings.environment === 'alipay') alipay();

  function wechat() {
    const listeners = {};
    const verdicts = settings.answers;
    const answer = (name, params) => {
      if (name === 'preVerifyJSAPI') return { err_msg: 'config:ok', errMsg: 'config:ok' };
      if (name === 'checkJsApi') {
        const wanted = (typeof params === 'string' ? JSON.parse(params) : params) || {};
        const result = {};
        for (const api of wanted.jsApiList || []) result[api] = true;
        return { err_msg: 'checkJsApi:ok', checkResult: settings.ios ? result : stringify(result) };
      }
      const fixed = Object.prototype.hasOwnProperty.call(verdicts, name) ? verdicts[name] : null;
      return fixed ? { err_msg: fixed, errMsg: fixed } : { err_msg: name + ':ok', errMsg: name + ':ok' };
    };
    // The position is asked of the tool, which gives one only once it was conceded.
    const located = (told, callback) => {
      const refused = { err_msg: verdicts.geoLocation, errMsg: verdicts.geoLocation };
      const given = (at) => ({ err_msg: 'geo_location:ok', errMsg: 'geo_location:ok', latitude: String(at.latitude),
        longitude: String(at.longitude), speed: '-1', accuracy: '65' });
      told.then((at) => later(callback, at ? given(at) : refused), () => later(callback, refused));
    };
    const bridge = {
      invoke(name, params, callback) {
        const told = say('call', name, text(params));
        if (name === 'geoLocation') return located(told, callback);
        let reply;
        try {
          reply = answer(String(name), params);
        } catch (error) {
          reply = { err_msg: name + ':fail' };
        }
        later(callback, reply);
      },
      call(name, params) {
        say('call', name, text(params));
      },
      on(name, callback) {
        say('listen', name, '');
        listeners[name] = callback;
      },
      publish() {},
      subscribe() {},
      log() {},
    };
    if (settings.fixed) Object.defineProperty(window, 'WeixinJSBridge', { value: bridge });
    else window.WeixinJSBridge = bridge;
    const ready = () => document.dispatchEvent(new Event('WeixinJSBridgeReady'));
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', ready, { once: true });
    else setTimeout(ready, 0);
  }

  function alipay() {
    const refused = { error: 11, errorMessage: 'user cancelled', success: false };
    const replies = { tradePay: { resultCode: '6001', memo: 'cancelled' }, getNetworkType: { networkType: 'wifi', networkAvailable: true },
      getStartupParams: {}, checkJSAPI: { available: true } };
    const leads = { pushWindow: (params) => params.url, startApp: (params) => params.param && params.param.url };
    const given = (at) => ({ latitude: at.latitude, longitude: at.longitude, accuracy: 65 });
    window.AlipayJSBridge = {
      call(name, params, callback) {
        const values = typeof params === 'function' ? {} : params || {};
        const done = typeof params === 'function' ? params : callback;
        const told = say('call', name, text(values));
        if (name === 'getLocation' || name === 'getCurrentLocation') {
          told.then((at) => later(done, at ? given(at) : refused), () => later(done, refused));
          return;
        }
        const to = leads[name] && leads[name](values);
        if (typeof to === 'string' && to) setTimeout(() => { location.href = to; }, 0);
        later(done, replies[name] || (to ? {} : refused));
      },
    };
    const ready = () => document.dispatchEvent(new Event('AlipayJSBridgeReady'));
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', ready, { once: true });
    else setTimeout(ready, 0);
  }
};
