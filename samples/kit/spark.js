/* A small reactive core, as single-page merchants have one: a view is drawn again when its state changes.
   h(tag, props, ...children) builds a tree; props named onX are listeners, `html` is raw markup.
   mount(selector, state, view) draws view(state) and gives back the state to change. */
function h(tag, props) {
  var kids = Array.prototype.slice.call(arguments, 2).flat(9)
  return {
    tag: tag, props: props || {},
    kids: kids.filter(function (kid) { return kid !== null && kid !== undefined && typeof kid !== 'boolean' })
      .map(function (kid) { return typeof kid === 'object' ? kid : { text: String(kid) } })
  }
}

var Spark = (function () {
  function create(node) {
    if ('text' in node) return document.createTextNode(node.text)
    var element = document.createElement(node.tag)
    element.handlers = {}
    patchProps(element, {}, node.props)
    node.kids.forEach(function (kid) { element.appendChild(create(kid)) })
    return element
  }

  function listen(element, name, handler) {
    var event = name.slice(2).toLowerCase()
    if (!(event in element.handlers)) {
      element.addEventListener(event, function (e) { if (element.handlers[event]) element.handlers[event](e) })
    }
    element.handlers[event] = handler
  }

  function setProp(element, name, value) {
    if (/^on[A-Z]/.test(name)) listen(element, name, value)
    else if (name === 'html') { if (element.innerHTML !== value) element.innerHTML = value }
    else if (name === 'value') { if (element.value !== value) element.value = value }
    else if (value === false || value === null || value === undefined) element.removeAttribute(name)
    else element.setAttribute(name, value === true ? '' : value)
  }

  function patchProps(element, old, fresh) {
    for (var gone in old) if (!(gone in fresh)) setProp(element, gone, null)
    for (var name in fresh) if (old[name] !== fresh[name] || name === 'value') setProp(element, name, fresh[name])
  }

  function patch(parent, element, old, fresh) {
    var same = old && fresh && old.tag === fresh.tag && old.props?.key === fresh.props?.key && 'text' in old === 'text' in fresh
    if (!old) return parent.appendChild(create(fresh))
    if (!fresh) return element.remove()
    if (!same) return element.replaceWith(create(fresh))
    if ('text' in fresh) { if (old.text !== fresh.text) element.data = fresh.text; return }
    patchProps(element, old.props, fresh.props)
    if ('html' in fresh.props) return
    var nodes = Array.prototype.slice.call(element.childNodes)
    for (var i = 0; i < Math.max(old.kids.length, fresh.kids.length); i++) patch(element, nodes[i], old.kids[i], fresh.kids[i])
  }

  function watch(target, changed) {
    return new Proxy(target, {
      get: function (from, key) {
        var value = from[key]
        return value && typeof value === 'object' && (Array.isArray(value) || value.constructor === Object) ? watch(value, changed) : value
      },
      set: function (from, key, value) { from[key] = value; changed(); return true },
      deleteProperty: function (from, key) { delete from[key]; changed(); return true }
    })
  }

  function mount(selector, state, view) {
    var root = document.querySelector(selector), drawn = null, due = false
    function draw() {
      due = false
      var tree = h('div', {}, view(watched))
      patch(root, root.firstChild, drawn, tree)
      drawn = tree
    }
    function soon() { if (!due) { due = true; Promise.resolve().then(draw) } }
    var watched = watch(state, soon)
    root.innerHTML = ''
    soon()
    return watched
  }
  return { mount: mount }
})()
