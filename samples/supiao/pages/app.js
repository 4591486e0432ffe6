var state = Spark.mount('#app', { page: 'fill', title: '' }, view)

function view(state) {
  return h('div', {}, h('div', { class: 'top' }, h('h1', {}, '领取电子发票'), h('p', {}, '流水号 ' + SERIAL + ' · 可开票金额 ¥59.00')),
    { fill: fill, check: check, claim: claim, done: done }[state.page](state))
}

function fill(state) {
  return h('div', { key: 'fill' }, h('div', { class: 'cells' }, h('div', { class: 'cell' }, h('span', { class: 'hd' }, '发票抬头'),
    h('span', { class: 'bd' }, h('input', { placeholder: '个人或单位名称', value: state.title, onInput: function (e) { state.title = e.target.value } })))),
  h('p', { class: 'note' }, '抬头仅用于开具本张发票。', h('a', { href: BASE + '/privacy' }, '隐私说明')),
  h('div', { class: 'btn', onClick: function () { if (state.title.trim()) state.page = 'check'; else toast('请填写发票抬头') } }, '下一步'))
}

function check(state) {
  return h('div', { key: 'check' }, h('div', { class: 'cells card' },
    h('div', { class: 'cell' }, h('div', { class: 'bd' }, '抬头'), h('div', { class: 'ft' }, state.title)),
    h('div', { class: 'cell' }, h('div', { class: 'bd' }, '开票金额'), h('div', { class: 'ft' }, '¥59.00'))),
  h('div', { class: 'btn', onClick: issue }, '确认开票'),
  h('div', { class: 'btn plain', onClick: function () { state.page = 'fill' } }, '修改抬头'))
}

function issue() {
  api('/api/issue', { title: state.title, serial: SERIAL }).then(function (reply) {
    if (reply.data && reply.data.needFollow) state.page = 'claim'
    else if (reply.code) toast(reply.msg)
    else state.page = 'done'
  })
}

function claim() {
  return h('div', { key: 'claim', class: 'claim' }, h('img', { src: BASE + '/static/claim.webp' }), h('div', { class: 'btn', onClick: issue }, '我已关注，领取发票'))
}

function done() { return h('div', { key: 'done', class: 'note' }, '发票已发送到公众号') }
