// Short selectors for the evidence.

const PLAIN = /^[A-Za-z_][\w-]{0,40}$/;

const CHECKED_SELECTORS = 120; // beyond so many in one look, a path is not shortened by asking the document
let checkedSelectors = 0;
let placesAmongSiblings = new WeakMap();

function forgetSelectors() {
  checkedSelectors = 0;
  placesAmongSiblings = new WeakMap();
}

function selectorOf(el) {
  const scope = rootNodeOf(el);
  checkedSelectors += 1;
  const own = checkedSelectors > CHECKED_SELECTORS ? pathTo(el) : selectorWithin(el, scope);
  return (scope instanceof ShadowRoot ? `${selectorOf(scope.host)} >>> ${own}` : own).slice(0, 400);
}

function selectorWithin(el, scope) {
  let path = '';
  for (let at = el, depth = 0; at && depth < 8; at = parentElementOf(at), depth += 1) {
    for (const step of stepsFor(at)) {
      const whole = path ? `${step} > ${path}` : step;
      if (isUnique(scope, whole)) return whole;
    }
    path = path ? `${nthStep(at)} > ${path}` : nthStep(at);
  }
  return path;
}

function pathTo(el) {
  const steps = [];
  for (let at = el, depth = 0; at && depth < 24; at = parentElementOf(at), depth += 1) steps.unshift(nthStep(at));
  return steps.join(' > ');
}

function stepsFor(el) {
  const id = getAttribute(el, 'id');
  const steps = PLAIN.test(id) ? [`#${id}`] : [];
  const classes = classOf(el).split(/\s+/).filter((name) => PLAIN.test(name)).slice(0, 2);
  if (classes.length) steps.push(`${localNameOf(el)}.${classes.join('.')}`);
  steps.push(nthStep(el));
  return steps;
}

function nthStep(el) {
  const name = CSS.escape(localNameOf(el));
  const parent = parentNodeOf(el);
  if (!parent) return name;
  if (!placesAmongSiblings.has(parent)) placesAmongSiblings.set(parent, placesIn(parent));
  const { places, counts } = placesAmongSiblings.get(parent);
  return counts.get(localNameOf(el)) > 1 ? `${name}:nth-of-type(${places.get(el)})` : name;
}

function placesIn(parent) {
  const [places, counts] = [new Map(), new Map()];
  for (const one of childElementsOf(parent)) {
    const place = (counts.get(localNameOf(one)) || 0) + 1;
    counts.set(localNameOf(one), place);
    places.set(one, place);
  }
  return { places, counts };
}

function isUnique(scope, selector) {
  try {
    const query = scope instanceof Document ? Document.prototype.querySelectorAll : scope.querySelectorAll;
    return query.call(scope, selector).length === 1;
  } catch {
    return false;
  }
}
