var state = Spark.mount('#app', { path: location.pathname, lines: [] }, view)
window.addEventListener('popstate', function () { state.path = location.pathname })

function go(path) { history.pushState({}, '', BASE + path); state.path = BASE + path }
function sum() {
  return state.lines.reduce(function (all, name) { return all + GOODS.find(function (row) { return row[0] === name })[1] }, 0)
}

function view(state) {
  return state.path === BASE + '/shop/cart' ? cart(state) : shelf(state)
}

function shelf(state) {
  return h('div', { key: 'shelf' }, h('div', { class: 'top' }, h('h1', {}, '扫码购'), h('p', {}, '樟树便利 23 店')),
    GOODS.map(function (row, i) {
      return h('div', { class: 'item' }, h('img', { src: BASE + '/goods/pack-' + i + '.webp' }), h('div', { class: 'bd' }, row[0],
        h('div', { class: 'cost' }, '¥' + row[1] + '.00', h('div', { class: 'plus', onClick: function () { state.lines.push(row[0]); toast('已加入') } }, '+'))))
    }),
    h('div', { class: 'bar' }, h('span', { class: 'price' }, '共 ' + state.lines.length + ' 件'),
      h('div', { class: 'pay' + (state.lines.length ? '' : ' off'), onClick: function () { if (state.lines.length) go('/shop/cart') } }, '购物车')))
}

function cart(state) {
  return h('div', { key: 'cart' }, h('div', { class: 'cells card' }, state.lines.map(function (name) {
    return h('div', { class: 'cell' }, h('div', { class: 'bd' }, name), h('div', { class: 'ft' }, 'x1'))
  })), h('div', { class: 'btn plain', onClick: function () { history.back() } }, '继续选购'),
  h('div', { class: 'bar' }, h('span', { class: 'price' }, '¥' + sum() + '.00'), h('div', { class: 'pay', onClick: order }, '去付款')))
}

function order() {
  var cashier = window.open('about:blank')
  api('/api/order', { lines: state.lines }).then(function (reply) {
    if (reply.code) { cashier.close(); return toast(reply.msg) }
    cashier.location.href = BASE + '/cashier?no=' + reply.data.no
  })
}
