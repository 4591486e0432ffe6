var state = Spark.mount('#app', { drinks: [], chosen: null, code: '' }, view)
api('/api/slots').then(function (reply) { state.drinks = reply.data })

function view(state) {
  return h('div', {}, h('div', { class: 'top' }, h('h1', {}, '准准鲜饮'), h('p', {}, '机器 ' + MACHINE + ' · 点一下选购')),
    h('div', { class: 'grid' }, state.drinks.map(function (drink) {
      return h('div', { onClick: function () { state.chosen = drink } }, h('img', { src: BASE + '/goods/bottle-' + drink.slot + '.webp' }), h('div', {}, drink.name), h('b', {}, '¥' + drink.price))
    })),
    state.chosen && sheet(state))
}

function sheet(state) {
  return h('div', {}, h('div', { class: 'mask' }), h('div', { class: 'sheet' },
    h('span', { class: 'x', onClick: function () { state.chosen = null } }, '×'),
    h('h3', {}, state.chosen.name + ' ¥' + state.chosen.price),
    h('img', { src: BASE + '/static/manager.webp' }),
    h('p', {}, '长按添加店长企业微信，回复“' + state.chosen.slot + '”获取开柜码后支付'),
    h('input', { placeholder: '请输入开柜码', value: state.code, onInput: function (event) { state.code = event.target.value } }),
    h('div', { class: 'btn', onClick: buy }, '支付开柜')))
}

function buy() {
  if (!state.code) return toast('请先添加店长获取开柜码')
  api('/api/open', { slot: state.chosen.slot, code: state.code }).then(function (reply) {
    if (reply.code) return toast(reply.msg)
    wxpay(reply.data, function () {})
  })
}
