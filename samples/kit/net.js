/* Requests to the merchant, WeChat's cashier, a toast. */
function api(path, body) {
  var options = body ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {}
  return fetch(window.BASE + path, options).then(function (reply) { return reply.json() })
}

function wxpay(params, done) {
  function ask() {
    WeixinJSBridge.invoke('getBrandWCPayRequest', params, function (res) {
      done(res.err_msg === 'get_brand_wcpay_request:ok')
    })
  }
  if (typeof WeixinJSBridge === 'undefined') document.addEventListener('WeixinJSBridgeReady', ask, false)
  else ask()
}

function toast(words) {
  var old = document.querySelector('.toast')
  if (old) old.remove()
  var box = document.createElement('div')
  box.className = 'toast'
  box.textContent = words
  document.body.appendChild(box)
  setTimeout(function () { box.remove() }, 2200)
}
