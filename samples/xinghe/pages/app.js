var state = Spark.mount('#app', { price: null, amount: 0, plate: '', agree: false, notice: !localStorage.xhNotice, page: 'choose' }, view)
api('/api/price').then(function (reply) { state.price = reply.data })

function view(state) {
  return h('div', {}, h('div', { class: 'top' }, h('h1', {}, PILE + ' 桩 · ' + GUN + ' 号枪'), h('p', {}, state.price ? '电费 ¥' + state.price.electricity + ' + 服务费 ¥' + state.price.service + ' / 度' : '读取价格…')),
    state.page === 'choose' ? choose(state) : confirm(state), state.notice && notice())
}

function choose(state) {
  return h('div', { key: 'choose' },
    h('p', { class: 'caption' }, '预充金额（多退少补）'),
    h('div', { class: 'chips' }, [20, 30, 50, 80].map(function (amount) {
      return h('div', { class: state.amount === amount ? 'on' : '', onClick: function () { state.amount = amount } }, amount + ' 元')
    })),
    h('div', { class: 'cells' }, h('div', { class: 'cell' }, h('span', { class: 'hd' }, '车牌号'), h('span', { class: 'bd' },
      h('input', { placeholder: '选填，用于减免停车费', value: state.plate, onInput: function (e) { state.plate = e.target.value } })))),
    h('div', { class: 'agree' }, h('input', { type: 'checkbox', onChange: function (e) { state.agree = e.target.checked } }),
      h('span', {}, '我已阅读并同意', h('a', { href: BASE + '/terms' }, '《充电服务协议》'), h('a', { href: BASE + '/privacy' }, '《隐私政策》'))),
    h('div', { class: 'btn', onClick: function () {
      if (!state.amount) return toast('请选择金额')
      if (!state.agree) return toast('请阅读并同意协议')
      state.page = 'confirm'
    } }, '下一步'))
}

function confirm(state) {
  return h('div', { key: 'confirm' },
    h('div', { class: 'cells card' }, h('div', { class: 'cell' }, h('div', { class: 'bd' }, '预充金额'), h('div', { class: 'ft' }, '¥' + state.amount + '.00')),
      h('div', { class: 'cell' }, h('div', { class: 'bd' }, '停车减免'), h('div', { class: 'ft' }, state.plate || '未填车牌，不减免'))),
    h('div', { class: 'btn', onClick: pay }, '确认支付 ¥' + state.amount + '.00'),
    h('div', { class: 'btn plain', onClick: function () { state.page = 'choose' } }, '返回'))
}

function pay() {
  api('/api/order', { amount: state.amount, plate: state.plate, agree: state.agree }).then(function (reply) {
    if (reply.code) return toast(reply.msg)
    wxpay(reply.data, function (paid) { toast(paid ? '充电已启动' : '未支付') })
  })
}

function notice() {
  function close() { localStorage.xhNotice = 1; state.notice = false }
  return h('div', {}, h('div', { class: 'mask' }), h('div', { class: 'dialog' }, h('h3', {}, '隐私提示'),
    h('div', { class: 'words' }, '我们希望使用您的设备信息改进服务，详见', h('a', { href: BASE + '/privacy' }, '《隐私政策》'), '。不同意也可以充电。'),
    h('div', { class: 'feet' }, h('button', { onClick: close }, '不同意'), h('button', { class: 'go', onClick: close }, '同意'))))
}
