// Makes navigator agree with the guise. navigator.webdriver stays true: an auditor does not hide that it is a machine.
(settings) => {
  const set = (name, value) => {
    try {
      Object.defineProperty(Navigator.prototype, name, { get: () => value, configurable: true });
    } catch (error) {
      void error;
    }
  };
  set('platform', settings.platform);
  set('maxTouchPoints', 5);
  if (settings.ios) {
    window.__wxjs_is_wkwebview = true;
    try {
      delete Navigator.prototype.userAgentData;
    } catch (error) {
      void error;
    }
  }
};
