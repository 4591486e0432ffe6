var state = Spark.mount('#app', { days: [], day: '', time: '', name: '', idno: '', page: 'book', rules: true }, view)
api('/api/sessions').then(function (reply) { state.days = reply.data })

function view(state) {
  return h('div', {}, h('div', { class: 'top' }, h('h1', {}, '秋园博物馆'), h('p', {}, '基本陈列 ¥20 · 实名预约，凭身份证入馆')),
    state.page === 'book' ? book(state) : order(state), state.rules && rules())
}

function chip(words, note, on, off, choose) {
  return h('div', { class: off ? 'full' : on ? 'on' : '', onClick: function () { if (!off) choose() } }, words, h('small', {}, note))
}

function field(label, name, hint) {
  return h('div', { class: 'cell' }, h('span', { class: 'hd' }, label), h('span', { class: 'bd' },
    h('input', { placeholder: hint, value: state[name], onInput: function (e) { state[name] = e.target.value } })))
}

function book(state) {
  return h('div', { key: 'book' },
    h('div', { class: 'days' }, state.days.map(function (row) {
      return chip(row.day, row.left ? '余 ' + row.left : '约满', state.day === row.day, !row.left, function () { state.day = row.day })
    })),
    h('div', { class: 'days' }, ['上午 9:00', '下午 13:30'].map(function (time) {
      return chip(time, '可约', state.time === time, false, function () { state.time = time })
    })),
    h('div', { class: 'cells' }, field('姓名', 'name', '参观人姓名'), field('身份证号', 'idno', '入馆时核验证件')),
    h('p', { class: 'note' }, '按文物安全管理要求实行实名入馆，姓名与证件号仅用于入馆核验，参观次日删除。', h('a', { href: BASE + '/privacy' }, '隐私政策')),
    h('div', { class: 'btn', onClick: submit }, '提交预约'))
}

function submit() {
  api('/api/book', { day: state.day, time: state.time, name: state.name, idno: state.idno }).then(function (reply) {
    if (reply.code) toast(reply.msg)
    else state.page = 'order'
  })
}

function order(state) {
  return h('div', { key: 'order' }, h('div', { class: 'cells card' },
    h('div', { class: 'cell' }, h('div', { class: 'bd' }, '参观时间'), h('div', { class: 'ft' }, state.day + ' ' + state.time)),
    h('div', { class: 'cell' }, h('div', { class: 'bd' }, '应付'), h('div', { class: 'ft' }, '¥20.00'))),
  h('div', { class: 'btn', onClick: pay }, '去支付'))
}

function pay() {
  api('/api/pay', {}).then(function (reply) { reply.code ? toast(reply.msg) : wxpay(reply.data, function (paid) { toast(paid ? '预约成功' : '未支付') }) })
}

function rules() {
  return h('div', {}, h('div', { class: 'mask' }), h('div', { class: 'dialog' }, h('h3', {}, '参观须知'),
    h('div', { class: 'words' }, '馆内请勿使用闪光灯与自拍杆；大件行李请存放在东侧寄存处；闭馆前一小时停止入馆。'),
    h('div', { class: 'feet' }, h('button', { class: 'go', onClick: function () { state.rules = false } }, '我知道了'))))
}
