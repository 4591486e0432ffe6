/* The calling convention of WeChat's JS-SDK, as far as the merchants use it: wx.config, wx.ready and a few interfaces. */
var wx = (function () {
  var waiting = [], ready = false

  function bridge(run) {
    if (typeof WeixinJSBridge !== 'undefined') run()
    else document.addEventListener('WeixinJSBridgeReady', run, false)
  }

  function call(name, params, options) {
    options = options || {}
    bridge(function () {
      WeixinJSBridge.invoke(name, params, function (res) {
        var said = String(res.err_msg || res.errMsg || '').split(':')[1] || ''
        if (said === 'ok' || said === 'confirm') { if (options.success) options.success(res) }
        else if (said === 'cancel') { if (options.cancel) options.cancel(res) }
        else if (options.fail) options.fail(res)
        if (options.complete) options.complete(res)
      })
    })
  }

  return {
    config: function (settings) {
      call('preVerifyJSAPI', { verifyJsApiList: settings.jsApiList, verifyAppId: settings.appId, verifySignature: settings.signature }, {
        complete: function () { ready = true; waiting.splice(0).forEach(function (run) { run() }) }
      })
    },
    ready: function (run) { if (ready) run(); else waiting.push(run) },
    chooseWXPay: function (options) {
      call('getBrandWCPayRequest', { timeStamp: String(options.timestamp), nonceStr: options.nonceStr, package: options.package, signType: options.signType, paySign: options.paySign }, options)
    },
    getLocation: function (options) { call('geoLocation', { type: options.type || 'wgs84' }, options) },
    chooseImage: function (options) { call('chooseImage', { count: options.count || 1, sizeType: options.sizeType, sourceType: options.sourceType }, options) },
    openAddress: function (options) { call('editAddress', {}, options) },
    scanQRCode: function (options) { call('scanQRCode', { needResult: 1, scanType: ['qrCode'] }, options) }
  }
})()
