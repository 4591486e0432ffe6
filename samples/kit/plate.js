/* A number plate's boxes and the keyboard that the page draws for them: no input element anywhere.
   plateField(holder, changed): changed(plate) is called with what has been keyed in. */
function plateField(holder, changed) {
  var rows = { first: ['京沪浙苏粤鲁晋冀豫', '川渝辽吉黑皖鄂湘赣', '闽陕甘宁蒙津贵云桂', '琼青新藏'], rest: ['1234567890', 'QWERTYUPLK', 'ASDFGHJMN', 'ZXCVB学警港澳'] }
  var keyed = [], keys = document.createElement('div')
  keys.className = 'keys'
  document.body.appendChild(keys)

  function draw() {
    holder.innerHTML = ''
    for (var i = 0; i < 8; i++) {
      var box = document.createElement('span')
      box.textContent = keyed[i] || (i === 7 ? '新能源' : '')
      box.className = (i === keyed.length ? 'now' : '') + (i === 7 && !keyed[7] ? ' extra' : '')
      holder.appendChild(box)
    }
    keys.innerHTML = '<div class="done">完成</div>' + (keyed.length ? rows.rest : rows.first).map(function (row) {
      return '<div class="row">' + row.split('').map(function (key) { return '<b>' + key + '</b>' }).join('') + '</div>'
    }).join('') + '<div class="row"><b class="wide">删除</b></div>'
    changed(keyed.join(''))
  }

  function press(event) {
    var key = event.target
    event.preventDefault()
    if (key.className === 'done') return keys.classList.remove('up')
    if (key.tagName !== 'B') return
    if (key.className === 'wide') keyed.pop()
    else if (keyed.length < 8) keyed.push(key.textContent)
    draw()
  }
  keys.addEventListener('touchstart', press)
  keys.addEventListener('click', press)
  holder.addEventListener('click', function () { keys.classList.add('up') })
  draw()
}
