var state = Spark.mount('#app', { route: location.hash || '#/', rooms: [], room: null, guest: '', phone: '', ask: null }, view)
api('/api/rooms').then(function (reply) { state.rooms = reply.data; state.ask = 'follow' })
window.addEventListener('hashchange', function () {
  state.route = location.hash || '#/'
  state.ask = state.route === '#/order' ? 'member' : 'follow'
})

function view(state) {
  return h('div', {}, state.route === '#/form' ? form(state) : state.route === '#/order' ? order(state) : rooms(state), state.ask && dialog(state))
}

function rooms(state) {
  return h('div', { key: 'rooms' }, h('div', { class: 'top' }, h('h1', {}, '松澜民宿'), h('p', {}, '今晚可订 · 含双早')),
    state.rooms.map(function (room) {
      return h('div', { class: 'item' }, h('img', { src: BASE + '/goods/room-' + room.id + '.webp' }), h('div', { class: 'bd' }, room.name, h('p', {}, '可加床 · 不可携宠'),
        h('div', { class: 'cost' }, '¥' + room.price, h('div', { class: 'book', style: 'color:#4d7c0f', onClick: function () { state.room = room; state.ask = 'join' } }, '预订'))))
    }))
}

function input(label, name, hint) {
  return h('div', { class: 'cell' }, h('span', { class: 'hd' }, label), h('span', { class: 'bd' }, h('input', { placeholder: hint, value: state[name], onInput: function (e) { state[name] = e.target.value } })))
}

function form(state) {
  return h('div', { key: 'form' }, h('p', { class: 'caption' }, '入住信息'), h('div', { class: 'cells' }, input('入住人', 'guest', '办理入住者姓名'), input('联系电话', 'phone', '到店前联系您')),
    h('p', { class: 'note' }, '姓名与电话仅用于预订与到店联系。', h('a', { href: BASE + '/privacy' }, '隐私政策')),
    h('div', { class: 'btn', onClick: function () { if (!state.guest || !/^1\d{10}$/.test(state.phone)) toast('请填写入住人和电话'); else location.hash = '#/order' } }, '下一步'))
}

function order(state) {
  var room = state.room || {}
  return h('div', { key: 'order' }, h('div', { class: 'cells card' }, h('div', { class: 'cell' }, h('div', { class: 'bd' }, room.name), h('div', { class: 'ft' }, '1 晚')), h('div', { class: 'cell' }, h('div', { class: 'bd' }, '房费'), h('div', { class: 'ft' }, '¥' + room.price + '.00'))),
    h('div', { class: 'btn', onClick: pay }, '微信支付 ¥' + room.price + '.00'))
}

function pay() {
  api('/api/book', { room: state.room && state.room.id, guest: state.guest, phone: state.phone }).then(function (reply) {
    reply.code ? toast(reply.msg) : wxpay(reply.data, function (paid) { toast(paid ? '预订成功' : '未支付') })
  })
}

function dialog(state) {
  var follow = state.ask === 'follow'
  function later() { var was = state.ask; state.ask = null; if (was === 'join') location.hash = '#/form' }
  function yes() { if (follow) location.href = 'https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzU3MDAyNTE4Nw==#wechat_redirect'; else { toast('请到前台办理会员'); later() } }
  return h('div', {}, h('div', { class: 'mask' }), h('div', { class: 'dialog' },
    h('h3', {}, follow ? '关注松澜民宿公众号' : '开通松澜会员'),
    h('div', { class: 'words' }, follow ? '第一时间知道山里的天气和空房' : '注册成为会员，下次入住更省心'),
    h('div', { class: 'feet' }, h('button', { onClick: later }, follow ? '以后再说' : '暂不开通'), h('button', { class: 'go', onClick: yes }, follow ? '去关注' : '立即开通'))))
}
