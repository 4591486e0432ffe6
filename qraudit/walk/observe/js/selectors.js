// Short selectors for the evidence.

const PLAIN = /^[A-Za-z_][\w-]{0,40}$/;

function selectorOf(el) {
  const scope = rootNodeOf(el);
  const own = selectorWithin(el, scope);
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
  const alike = parent ? childElementsOf(parent).filter((one) => localNameOf(one) === localNameOf(el)) : [];
  return alike.length > 1 ? `${name}:nth-of-type(${alike.indexOf(el) + 1})` : name;
}

function isUnique(scope, selector) {
  try {
    const query = scope instanceof Document ? Document.prototype.querySelectorAll : scope.querySelectorAll;
    return query.call(scope, selector).length === 1;
  } catch {
    return false;
  }
}
