var day = ''
function at(id) { return document.getElementById(id) }
function answer() { document.querySelector('.cookie').remove(); api('/api/cookie', {}) }

if (at('close')) at('close').onclick = function () { document.querySelector('.strip').remove(); api('/api/close', {}) }
if (at('no')) at('no').onclick = at('yes').onclick = answer
at('pick').onclick = function () { at('calendar').style.display = 'block' }
document.querySelector('#calendar .mask').onclick = function () { at('calendar').style.display = 'none' }
document.querySelectorAll('.month i').forEach(function (cell) {
  cell.onclick = function () {
    if (cell.className === 'past') return
    document.querySelectorAll('.month i.on').forEach(function (other) { other.className = '' })
    cell.className = 'on'
    day = '12-' + cell.textContent
  }
})
at('sure').onclick = function () {
  if (!day) return toast('请选择日期')
  at('day').textContent = day
  at('calendar').style.display = 'none'
}
at('book').onclick = function () {
  if (!day) return at('calendar').style.display = 'block'
  location.href = BASE + '/book?d=' + day
}
