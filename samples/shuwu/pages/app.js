var state = Spark.mount('#app', { page: 'menu', cart: [], phone: '', code: '', agreed: true }, view)

function view(state) { return state.page === 'menu' ? menu(state) : join(state) }

function menu(state) {
  return h('div', { key: 'menu' }, h('div', { class: 'top' }, h('h1', {}, '薯屋汉堡'), h('p', {}, TABLE + ' 号桌')),
    MENU.map(function (row, i) {
      return h('div', { class: 'item' }, h('img', { src: BASE + '/goods/dish-s' + i + '.webp' }), h('div', { class: 'bd' }, row[0],
        h('div', { class: 'cost' }, '¥' + row[1], h('div', { class: 'plus', onClick: function () { state.cart.push(i) } }, '+'))))
    }),
    h('div', { class: 'bar' }, h('span', { class: 'price' }, '¥' + state.cart.reduce(function (sum, i) { return sum + MENU[i][1] }, 0)),
      h('div', { class: 'pay' + (state.cart.length ? '' : ' off'), onClick: order }, '去下单')))
}

function order() {
  if (!state.cart.length) return toast('请先选餐')
  api('/api/order', { table: TABLE, cart: state.cart }).then(function (reply) {
    if (reply.code === 4010) state.page = 'join'
    else if (reply.code) toast(reply.msg)
    else wxpay(reply.data, function () {})
  })
}

function join(state) {
  return h('div', { key: 'join', class: 'join' }, h('h2', {}, '注册会员'), h('p', {}, '薯屋仅为会员提供点单服务'),
    h('div', { class: 'line' }, h('input', { type: 'tel', maxlength: '11', placeholder: '手机号', value: state.phone, onInput: function (e) { state.phone = e.target.value } })),
    h('div', { class: 'line' }, h('input', { placeholder: '短信验证码', maxlength: '6', value: state.code, onInput: function (e) { state.code = e.target.value } }), h('span', { class: 'get', onClick: send }, '获取验证码')),
    h('div', { class: 'agree', style: 'padding-left:0' }, h('div', { class: 'tick', role: 'checkbox', 'aria-checked': String(state.agreed), onClick: function () { state.agreed = !state.agreed } }, '✓'),
      h('span', {}, '已阅读并同意', h('a', { href: BASE + '/terms' }, '《会员协议及隐私政策》'))),
    h('div', { class: 'btn', style: 'margin-left:0;width:100%', onClick: register }, '注册并下单'),
    h('div', { style: 'text-align:center;color:#999', onClick: function () { state.page = 'menu' } }, '返回菜单'))
}

function send() {
  api('/api/sms', { phone: state.phone }).then(function (reply) { toast(reply.msg) })
}

function register() {
  if (!state.agreed) return toast('请先同意会员协议')
  api('/api/join', { phone: state.phone, code: state.code }).then(function (reply) {
    if (reply.code) return toast(reply.msg)
    state.page = 'menu'
    order()
  })
}
