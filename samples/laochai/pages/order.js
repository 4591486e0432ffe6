var cart = {}, gate = document.querySelector('.gate')

function check(asked) {
  api('/api/me').then(function (reply) {
    gate.style.display = reply.data.subscribe == 0 ? 'block' : 'none'
    if (reply.data.subscribe == 0) { if (asked) toast('还没有查到您的关注记录') } else load()
  })
}

function load() {
  api('/api/menu').then(function (reply) {
    if (reply.code) return toast(reply.msg)
    document.getElementById('menu').innerHTML = reply.data.map(function (dish) {
      return '<div class="item"><img src="' + BASE + '/goods/dish-' + dish.id + '.webp"><div class="bd">' + dish.name +
        '<div class="cost">¥' + dish.price + '<button class="plus" data-id="' + dish.id + '" data-price="' + dish.price + '">+</button></div></div></div>'
    }).join('')
  })
}

document.getElementById('again').addEventListener('click', function () { check(true) })
document.getElementById('menu').addEventListener('click', function (event) {
  var id = event.target.dataset.id, sum = document.getElementById('sum')
  if (!id) return
  cart[id] = (cart[id] || 0) + 1
  sum.textContent = Number(sum.textContent) + Number(event.target.dataset.price)
  document.getElementById('pay').classList.remove('off')
})
document.getElementById('pay').addEventListener('click', function () {
  if (this.classList.contains('off')) return
  api('/api/order', { cart: cart }).then(function (reply) {
    if (reply.code) return toast(reply.msg)
    wxpay(reply.data, function (paid) { if (paid) toast('已下单') })
  })
})
check(false)
