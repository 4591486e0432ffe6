var state = Spark.mount('#app', { route: location.hash || '#/', people: 0, menu: [], cart: {}, sheet: false, busy: false }, view)
window.addEventListener('hashchange', function () { state.route = location.hash || '#/' })
api('/api/menu').then(function (reply) { state.menu = reply.data })
setTimeout(function () {
  if (sessionStorage.asked) return
  sessionStorage.asked = 1
  state.sheet = true
}, 1300)

function go(route) { location.hash = route }
function sum() { return state.menu.reduce(function (all, bowl) { return all + bowl.price * (state.cart[bowl.id] || 0) }, 0) }

function view(state) {
  var page = state.route === '#/menu' ? menu : state.route === '#/cart' ? cart : people
  return h('div', { key: state.route }, page(state), state.sheet && follow(state))
}

function people(state) {
  var counts = [1, 2, 3, 4, 5, 6, 7, 8]
  return h('div', {},
    h('div', { class: 'top' }, h('h1', {}, '青觅面馆'), h('p', {}, TABLE + ' 号桌 · 请选择就餐人数')),
    h('div', { class: 'people' }, counts.map(function (n) {
      return h('div', { class: state.people === n ? 'on' : '', onClick: function () { state.people = n } }, n + ' 人')
    })),
    h('div', { class: 'btn' + (state.people ? '' : ' off'), onClick: function () { if (state.people) go('#/menu'); else toast('请选择就餐人数') } }, '开始点餐'))
}

function menu(state) {
  return h('div', {},
    h('div', { class: 'strip' }, h('span', {}, '注册会员享会员价'), h('span', { onClick: function () { toast('请到前台办理') } }, '了解')),
    state.menu.map(function (bowl) {
      return h('div', { class: 'item' }, h('img', { src: BASE + '/goods/dish-q' + bowl.id + '.webp' }),
        h('div', { class: 'bd' }, bowl.name, h('p', {}, bowl.note),
          h('div', { class: 'cost' }, '¥' + bowl.price, h('div', { class: 'plus', onClick: function () { state.cart[bowl.id] = (state.cart[bowl.id] || 0) + 1 } }, '+'))))
    }),
    h('div', { class: 'foot' }, '公众号：青觅面馆 · 客服 0571-8800 1122'),
    h('div', { class: 'bar' }, h('span', { class: 'price' }, '¥' + sum()),
      h('div', { class: 'pay' + (sum() ? '' : ' off'), onClick: function () { if (sum()) go('#/cart') } }, '去结算')))
}

function cart(state) {
  return h('div', {},
    h('div', { class: 'back', onClick: function () { history.back() } }, '‹ 确认订单'),
    h('div', { class: 'cells card' },
      state.menu.filter(function (bowl) { return state.cart[bowl.id] }).map(function (bowl) {
        return h('div', { class: 'cell' }, h('div', { class: 'bd' }, bowl.name), h('div', { class: 'ft' }, 'x' + state.cart[bowl.id] + '　¥' + bowl.price * state.cart[bowl.id]))
      }),
      h('div', { class: 'cell' }, h('div', { class: 'bd' }, '餐具 ' + state.people + ' 份'), h('div', { class: 'ft' }, '免费'))),
    h('div', { class: 'bar' }, h('span', { class: 'price' }, '合计 ¥' + sum()), h('div', { class: 'pay', onClick: pay }, state.busy ? '请稍候' : '微信支付')))
}

function pay() {
  if (state.busy) return
  state.busy = true
  api('/api/order', { table: TABLE, people: state.people, cart: state.cart }).then(function (reply) {
    state.busy = false
    if (reply.code) return toast(reply.msg)
    wxpay(reply.data, function (paid) { toast(paid ? '下单成功' : '未完成支付') })
  })
}

function follow(state) {
  return h('div', {}, h('div', { class: 'mask', onClick: function () { state.sheet = false } }),
    h('div', { class: 'sheet' }, h('h3', {}, '关注公众号，出餐有提醒'),
      h('div', { class: 'opt', onClick: function () { location.href = 'https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA5NTQyMDkxNw==#wechat_redirect' } }, '去关注'),
      h('div', { class: 'opt', onClick: function () { state.sheet = false } }, '下次再说')))
}
