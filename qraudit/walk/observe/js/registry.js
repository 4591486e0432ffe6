// What this world remembers between looks: numbers for elements, listeners, closed roots, frames.
// Getters are taken from the prototypes: a form's or a document's own names may be shadowed by its children
// (`<input name="children">`), a habit of real pages and a trick of hostile ones.

const getterOf = (proto, name) => {
  const get = Object.getOwnPropertyDescriptor(proto, name).get;
  return (node) => get.call(node);
};
const parentNodeOf = getterOf(Node.prototype, 'parentNode');
const childNodesOf = getterOf(Node.prototype, 'childNodes');
const tagOf = getterOf(Element.prototype, 'tagName');
const classOf = (el) => getAttribute(el, 'class');
const getAttribute = (el, name) => Element.prototype.getAttribute.call(el, name) || '';
const hasAttribute = (el, name) => Element.prototype.hasAttribute.call(el, name);
const matches = (el, selector) => Element.prototype.matches.call(el, selector);
const rectOf = (el) => Element.prototype.getBoundingClientRect.call(el);
const localNameOf = getterOf(Element.prototype, 'localName');
const attributesOf = getterOf(Element.prototype, 'attributes');
const parentElementOf = getterOf(Node.prototype, 'parentElement');
const isConnected = getterOf(Node.prototype, 'isConnected');
const rootNodeOf = (node) => Node.prototype.getRootNode.call(node);
const allIn = (el, selector) => Element.prototype.querySelectorAll.call(el, selector);
const allInRoot = (root, selector) => DocumentFragment.prototype.querySelectorAll.call(root, selector);
const firstIn = (el, selector) => Element.prototype.querySelector.call(el, selector);
const closestTo = (el, selector) => Element.prototype.closest.call(el, selector);
const childElementsOf = (node) => [...childNodesOf(node)].filter((one) => one instanceof Element);
const elementCountOf = getterOf(Element.prototype, 'childElementCount');
const countChildrenOf = (node) => (node instanceof Element ? elementCountOf(node) : 0);
const assignedSlotOf = (node) => (node instanceof Element || node instanceof Text ? node.assignedSlot : null);
const openRootOf = getterOf(Element.prototype, 'shadowRoot');
const bodyOf = getterOf(Document.prototype, 'body');
const rootElementOf = getterOf(Document.prototype, 'documentElement');

const slots = []; // listener slots: WeakRef of the node, filled from CDP
const listenerTypes = new WeakMap();
let hintedTypes = new WeakMap();
let delegatedTypes = new WeakMap(); // container -> types that only what a selector names in it reacts to
const closedRoots = new WeakMap(); // host -> root, filled from CDP
const frameElements = new Map(); // CDP frame id -> WeakRef(iframe)
const frameIds = new WeakMap();
const numbers = new WeakMap();
const byNumber = new Map();
const fields = new WeakMap(); // what is touched -> the native field it stands for
const rootList = []; // every shadow root met, for CDP to ask about
const listedRoots = new WeakSet();
let nextNumber = FIRST_NUMBER;

function numberOf(el) {
  let number = numbers.get(el);
  if (number === undefined) {
    number = nextNumber++;
    numbers.set(el, number);
    byNumber.set(number, new WeakRef(el));
  }
  return number;
}

const elementOf = (number) => byNumber.get(number)?.deref() ?? null;

function rootOf(el) {
  return openRootOf(el) || closedRoots.get(el) || null;
}

// The parent on the screen: out of a shadow root to its host, out of a slotted place to its slot.
function parentOf(node) {
  const slot = assignedSlotOf(node);
  if (slot instanceof Element) return slot;
  const parent = parentNodeOf(node);
  if (parent instanceof ShadowRoot) return parent.host;
  return parent instanceof Element ? parent : null;
}

function isWithin(node, ancestor) {
  for (let at = node; at; at = parentOf(at)) if (at === ancestor) return true;
  return false;
}

function childrenOf(el) {
  const root = rootOf(el);
  if (root) {
    listRoot(root);
    return childNodesOf(root);
  }
  if (el instanceof HTMLSlotElement) {
    const assigned = el.assignedNodes();
    if (assigned.length) return assigned;
  }
  return childNodesOf(el);
}

function listRoot(root) {
  if (listedRoots.has(root)) return;
  listedRoots.add(root);
  rootList.push(new WeakRef(root));
  watchRoot(root);
}

const rootAt = (index) => rootList[index]?.deref() ?? null;

const allTypesOn = (el) => listenerTypes.get(el) || [];

// A component that listens on its own shadow root is touched as its host.
function typesOn(el) {
  const delegated = delegatedTypes.get(el);
  const root = el instanceof Element ? rootOf(el) : null;
  const known = delegated ? allTypesOn(el).filter((type) => !delegated.includes(type)) : listenerTypes.get(el);
  const more = [hintedTypes.get(el), root && listenerTypes.get(root)].filter(Boolean);
  if (!more.length) return known || [];
  return [...new Set([known || [], ...more].flat())];
}

// --- filled from CDP ---

function learnListeners(start, types, nodes) {
  nodes.forEach((node, index) => {
    slots[start + index] = node instanceof Node ? new WeakRef(node) : null;
    if (node instanceof Node) listenerTypes.set(node, types[index]);
  });
}

function updateListeners(changes) {
  for (const [slot, types] of changes) {
    const node = slots[slot]?.deref();
    if (node) listenerTypes.set(node, types);
  }
}

function learnRoots(roots) {
  for (const root of roots) {
    if (!(root instanceof ShadowRoot) || closedRoots.get(root.host) === root) continue;
    closedRoots.set(root.host, root);
    listRoot(root);
  }
}

function learnFrame(id, element) {
  frameElements.set(id, new WeakRef(element));
  frameIds.set(element, id);
}

// --- asked of the page's own world, as hints only ---

const ONLY_DELEGATES = 'only-delegates';

function learnHint(node, [first, ...more]) {
  const known = first === ONLY_DELEGATES ? delegatedTypes : hintedTypes;
  const types = first === ONLY_DELEGATES ? more : [first, ...more];
  known.set(node, [...new Set([...(known.get(node) || []), ...types])]);
}

function askHandlers() {
  [hintedTypes, delegatedTypes] = [new WeakMap(), new WeakMap()];
  for (const question of ['handlers', 'roots', 'delegates']) askPage(question);
}

function askPage(question) {
  let answer = null;
  const listen = (event) => {
    if (typeof event.detail !== 'string') return;
    if (event.target === window) answer = event.detail;
    else learnHint(event.target, event.detail.split(',').slice(0, 12));
  };
  window.addEventListener(REPLY_EVENT, listen, true);
  try {
    window.dispatchEvent(new CustomEvent(ASK_EVENT, { detail: question }));
  } finally {
    window.removeEventListener(REPLY_EVENT, listen, true);
  }
  try {
    return answer === null ? null : JSON.parse(answer);
  } catch {
    return null;
  }
}
