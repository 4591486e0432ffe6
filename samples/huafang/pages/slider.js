var thumb = document.querySelector('.thumb'), piece = document.querySelector('.piece'), from = null, moved = 0
function at(event) { return (event.touches ? event.touches[0] : event).clientX }

document.getElementById('query').onclick = function () {
  if (!/^.[A-Za-z][A-Za-z0-9]{5,6}$/.test(document.getElementById('plate').value)) return toast('请输入正确的车牌号')
  document.getElementById('verify').style.display = 'block'
}
thumb.addEventListener('touchstart', function (event) { from = at(event) })
document.addEventListener('touchmove', function (event) {
  if (from === null) return
  moved = Math.max(0, Math.min(at(event) - from, 230))
  thumb.style.left = moved + 'px'
  piece.style.left = moved + 6 + 'px'
})
document.addEventListener('touchend', function () {
  if (from === null) return
  from = null
  api('/api/verify', { x: moved }).then(function (reply) {
    toast(reply.msg)
    thumb.style.left = '0'
    piece.style.left = '6px'
  })
})
