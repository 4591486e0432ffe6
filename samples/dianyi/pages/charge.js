var amount = 0, agreed = false, where = document.getElementById('where')

navigator.geolocation.getCurrentPosition(
  function (at) { where.textContent = '已定位 ' + at.coords.latitude.toFixed(2) },
  function () { where.textContent = '未能获取位置' },
  { enableHighAccuracy: true, timeout: 5000 })
document.querySelector('.only').addEventListener('click', function () { document.getElementById('first').remove() })
document.querySelectorAll('.chips div').forEach(function (chip) {
  chip.addEventListener('click', function () {
    amount = Number(chip.dataset.amount)
    document.querySelectorAll('.chips div').forEach(function (other) { other.classList.toggle('sel', other === chip) })
  })
})
document.getElementById('agree').addEventListener('click', function (event) {
  if (event.target.tagName === 'A') return
  agreed = !agreed
  this.querySelector('.box').classList.toggle('checked', agreed)
})
document.getElementById('start').addEventListener('click', function () {
  api('/api/start', { amount: amount, agree: agreed }).then(function (reply) {
    if (reply.code) return toast(reply.msg)
    location.href = reply.data.url
  })
})
