var chosen = null
function at(id) { return document.getElementById(id) }

function drawWheel() {
  var paint = document.querySelector('#wheel canvas').getContext('2d'), words = ['谢谢参与', '2 元券', '再来一次', '免单', '谢谢参与', '5 元券']
  words.forEach(function (word, i) {
    paint.save()
    paint.translate(150, 150)
    paint.rotate(i * Math.PI / 3)
    paint.fillStyle = i % 2 ? '#ffd36e' : '#ff9f68'
    paint.beginPath(); paint.moveTo(0, 0); paint.arc(0, 0, 145, -Math.PI / 6, Math.PI / 6); paint.fill()
    paint.fillStyle = '#7a2e0e'; paint.font = '16px sans-serif'; paint.fillText(word, 62, 6)
    paint.restore()
  })
  paint.fillStyle = '#e4482e'; paint.beginPath(); paint.arc(150, 150, 40, 0, 7); paint.fill()
  paint.fillStyle = '#fff'; paint.font = 'bold 18px sans-serif'; paint.fillText('抽奖', 132, 156)
}

drawWheel()
setTimeout(function () { at('wheel').style.display = 'block' }, 500)
document.querySelector('#wheel .x').addEventListener('click', function () {
  at('wheel').style.display = 'none'
  setTimeout(function () { at('second').style.display = 'block' }, 400)
})
document.querySelector('#second .x').addEventListener('click', function () { at('second').style.display = 'none' })
document.querySelectorAll('.item').forEach(function (item) {
  item.addEventListener('click', function () {
    chosen = item.dataset
    at('name').textContent = chosen.name
    at('price').textContent = '¥' + chosen.price + '.00'
    at('sheet').style.display = 'block'
  })
})
at('cancel').addEventListener('click', function () { at('sheet').style.display = 'none' })
at('pay').addEventListener('click', function () {
  api('/api/buy', { id: chosen.id }).then(function (reply) {
    if (reply.code) return toast(reply.msg)
    wxpay(reply.data, function (paid) { toast(paid ? '柜门已开' : '未支付') })
  })
})
