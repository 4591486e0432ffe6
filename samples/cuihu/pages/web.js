var typed = 0
function at(id) { return document.getElementById(id) }

document.querySelectorAll('.tabs div').forEach(function (tab) {
  tab.addEventListener('click', function () {
    document.querySelectorAll('.tabs div').forEach(function (other) { other.classList.toggle('on', other === tab) })
    at('guest').style.display = tab.dataset.tab === 'guest' ? 'block' : 'none'
    at('member').style.display = tab.dataset.tab === 'member' ? 'block' : 'none'
  })
})
at('account').addEventListener('input', function () { typed += 1 })
at('account').addEventListener('change', function () { api('/api/usage', { field: 'account', keys: typed }) })
at('query').addEventListener('click', function () {
  api('/api/bill', { account: at('account').value }).then(function (reply) {
    if (reply.code) return toast(reply.msg)
    at('amount').textContent = reply.data.amount
    at('months').textContent = reply.data.months + ' 个月'
    at('guest').style.display = 'none'
    document.querySelector('.tabs').style.display = 'none'
    at('bill').style.display = 'block'
    at('frame').src = BASE + '/cashier'
  })
})
at('send').addEventListener('click', function () {
  api('/api/code', { phone: at('phone').value }).then(function (reply) { toast(reply.code ? reply.msg : '验证码已发送') })
})
at('login').addEventListener('click', function () {
  api('/api/login', { phone: at('phone').value, code: at('code').value }).then(function (reply) { toast(reply.code ? reply.msg : '已登录') })
})
