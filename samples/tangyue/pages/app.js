var state = Spark.mount('#app', {
  page: 'menu', groups: [], group: 0, lines: [], busy: false,
  choices: { cutlery: true, donate: true, follow: true }
}, view)
api('/api/goods').then(function (reply) { state.groups = reply.data })

function total() {
  return state.lines.reduce(function (sum, line) { return sum + line.price }, 0) + (state.choices.donate ? 1 : 0)
}

function view(state) { return state.page === 'menu' ? menu(state) : order(state) }

function menu(state) {
  var goods = state.groups.length ? state.groups[state.group].goods : []
  return h('div', { key: 'menu' },
    h('div', { class: 'top' }, h('h1', {}, '棠月小馆'), h('p', {}, DESK + ' 号桌 · 堂食')),
    h('div', { class: 'menu' },
      h('div', { class: 'side' }, state.groups.map(function (group, i) {
        return h('div', { class: i === state.group ? 'now' : '', onClick: function () { state.group = i } }, group.name)
      })),
      h('div', { class: 'list' }, goods.map(function (dish, i) {
        return h('div', { class: 'item', key: dish.name }, h('img', { src: BASE + '/goods/dish-t' + state.group + i + '.webp' }),
          h('div', { class: 'bd' }, dish.name, h('div', { class: 'cost' }, '¥' + dish.price,
            h('div', { class: 'plus', onClick: function () { state.lines.push({ name: dish.name, price: dish.price }) } }, '+'))))
      }))),
    h('div', { class: 'bar' }, h('span', { class: 'price' }, state.lines.length ? '已选 ' + state.lines.length + ' 份' : '未选餐品'),
      h('div', { class: 'pay' + (state.lines.length ? '' : ' off'), onClick: function () { if (state.lines.length) state.page = 'order' } }, '选好了')))
}

function choice(name, words) {
  return h('div', { class: 'choice', onClick: function () { state.choices[name] = !state.choices[name] } },
    h('div', { class: 'tick' + (state.choices[name] ? ' is-on' : '') }), h('div', {}, words))
}

function order(state) {
  return h('div', { key: 'order' },
    h('div', { class: 'cells card' }, state.lines.map(function (line) {
      return h('div', { class: 'cell' }, h('div', { class: 'bd' }, line.name), h('div', { class: 'ft' }, '¥' + line.price))
    })),
    h('div', { class: 'cells card' }, choice('cutlery', '需要餐具（免费）'), choice('donate', '爱心助学捐赠 ¥1.00'), choice('follow', '支付后关注「棠月小馆」公众号')),
    h('div', { class: 'btn plain', onClick: function () { state.page = 'menu' } }, '继续加菜'),
    h('div', { class: 'bar' }, h('span', { class: 'price' }, '¥' + total() + '.00'), h('div', { class: 'pay', onClick: pay }, '去支付')))
}

function pay() {
  if (state.busy) return
  state.busy = true
  api('/api/submit', { desk: DESK, lines: state.lines, choices: state.choices }).then(function (reply) {
    state.busy = false
    if (reply.code) return toast(reply.msg)
    wxpay(reply.data, function (paid) { toast(paid ? '支付成功' : '支付取消') })
  })
}
