customElements.define('kc-dish', class extends HTMLElement {
  connectedCallback() {
    const number = this.getAttribute('number'), root = this.attachShadow({ mode: 'closed' })
    root.innerHTML = `<style>
      .d { display: flex; padding: 12px 14px; background: #fff; border-bottom: 1px solid #eee } img { width: 70px; height: 70px; border-radius: 6px; margin-right: 12px }
      .t { flex: 1 } .p { color: #c8502a; margin-top: 18px } .a { align-self: flex-end; background: #0f5c6e; color: #fff; border-radius: 14px; padding: 4px 16px; font-size: 13px }
      </style><div class="d"><img src="${BASE}/goods/cup-${number}.webp"><div class="t"><div class="n"></div><div class="p"></div></div><div class="a">加入</div></div>`
    root.querySelector('.n').textContent = this.getAttribute('name')
    root.querySelector('.p').textContent = '¥' + this.getAttribute('price')
    root.querySelector('.a').addEventListener('click', () => api('/api/add', { dish: Number(number) }).then(reply => {
      document.getElementById('count').textContent = '已點 ' + reply.data + ' 份'
      document.getElementById('go').classList.remove('off')
    }))
  }
})
const promo = document.querySelector('.promo'), mask = document.querySelector('.mask')
function show(on) { promo.style.display = mask.style.display = on ? 'block' : 'none' }
if (!sessionStorage.tea) setTimeout(() => { sessionStorage.tea = 1; show(true) }, 600)
promo.querySelector('.off').addEventListener('click', () => show(false))
document.querySelector('.oa .x').addEventListener('click', event => event.target.parentNode.remove())
document.getElementById('go').addEventListener('click', function () { if (!this.classList.contains('off')) location.href = BASE + '/order' })
