"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const [SOURCE, PAYLOAD, MERCHANT, PLACE, NOTE, VERDICT, OUTCOME, REACHED, KIND, SCENARIO, RULES, REVIEWS, REASON, RUN, THUMBNAIL, TAKEN, WHERE] =
    Array(17).keys();
  const VERDICTS = ["violations", "needs-review", "clean", "not-audited"];
  const ORDERS = ["row", "merchant", "places", "verdicts", "rules", "taken"];
  const root = document.documentElement;
  const tags = { zh: "zh-CN", en: "en" };
  const at = (id) => document.getElementById(id);
  const lang = () => (root.lang === "en" ? 1 : 0);
  const text = (name) => data.texts[name][lang()];
  const code = (number) => data.words[number][0];
  const said = (number) => data.words[number][1 + lang()];
  const reason = (row) => data.words[row[REASON]][lang()];
  const none = -1;

  // What a search looks through: everything a row says, in both languages, in one lower-case string.
  const haystacks = data.rows.map((row) => {
    const words = [row[VERDICT], row[OUTCOME], row[KIND], row[SCENARIO], row[REASON], ...row[RULES], ...row[REVIEWS]];
    return [...row.slice(0, 5), row[TAKEN], ...words.flatMap((one) => data.words[one])].join("\n").toLowerCase();
  });

  const filter = { verdict: none, kind: none, rules: none, scenarios: none, places: null };
  const groups = {
    rules: (row) => row[RULES],
    scenarios: (row) => [row[SCENARIO]],
    places: (row) => [row[PLACE]],
  };
  const names = { rules: said, scenarios: said, places: (place) => place || text("no-place") };

  let shown = [];

  function matches(row, but) {
    if (but !== "verdict" && filter.verdict !== none && row[VERDICT] !== filter.verdict) return false;
    if (filter.kind !== none && row[KIND] !== filter.kind) return false;
    if (but !== "rules" && filter.rules !== none && !row[RULES].includes(filter.rules)) return false;
    if (but !== "scenarios" && filter.scenarios !== none && row[SCENARIO] !== filter.scenarios) return false;
    return but === "places" || filter.places === null || row[PLACE] === filter.places;
  }

  function found() {
    const words = at("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = [];
    for (let number = 0; number < data.rows.length; number += 1) {
      if (words.every((word) => haystacks[number].includes(word))) all.push(number);
    }
    return all;
  }

  const compare = new Intl.Collator("zh-CN", { numeric: true }).compare;
  const ranks = new Map(data.words.map((word, number) => [number, VERDICTS.indexOf(word[0])]));
  const columns = { merchant: MERCHANT, places: PLACE, taken: TAKEN };

  function sorted(numbers) {
    const order = at("order").value;
    const rows = data.rows;
    if (order === "verdicts") return numbers.sort((a, b) => ranks.get(rows[a][VERDICT]) - ranks.get(rows[b][VERDICT]) || a - b);
    if (order === "rules") return numbers.sort((a, b) => rows[b][RULES].length - rows[a][RULES].length || a - b);
    if (!(order in columns)) return numbers;
    const places = placesOf(columns[order]);
    return numbers.sort((a, b) => places[a] - places[b] || a - b);
  }

  // The order of a column's texts is worked out once: comparing Chinese words is slow.
  const orders = {};
  function placesOf(column) {
    if (!(column in orders)) {
      const values = [...new Set(data.rows.map((row) => row[column]))].sort((a, b) => (a === "") - (b === "") || compare(a, b));
      const places = new Map(values.map((value, place) => [value, place]));
      orders[column] = data.rows.map((row) => places.get(row[column]));
    }
    return orders[column];
  }

  function update() {
    const all = found();
    shown = sorted(all.filter((number) => matches(data.rows[number])));
    countVerdicts(all);
    for (const name of Object.keys(groups)) chart(name, all);
    at("shown").textContent = text("shown").replace("{shown}", shown.length).replace("{all}", data.rows.length);
    at("rows").style.height = `calc(var(--row) * ${Math.max(shown.length, 1)})`;
    at("rows").replaceChildren();
    drawn.clear();
    draw();
  }

  function make(tag, options = {}, ...children) {
    const node = Object.assign(document.createElement(tag), options);
    node.append(...children);
    return node;
  }

  function countVerdicts(all) {
    const counts = new Map();
    for (const number of all) {
      const row = data.rows[number];
      if (matches(row, "verdict")) counts.set(row[VERDICT], (counts.get(row[VERDICT]) || 0) + 1);
    }
    const known = data.words.map((word, number) => number).filter((number) => VERDICTS.includes(code(number)) && verdicts.has(number));
    known.sort((a, b) => ranks.get(a) - ranks.get(b));
    at("verdicts").replaceChildren(...known.map((number) => {
      const button = make("button", { type: "button", className: code(number) }, make("b", { textContent: counts.get(number) || 0 }), said(number));
      button.setAttribute("aria-pressed", String(filter.verdict === number));
      button.addEventListener("click", () => choose("verdict", number));
      return button;
    }));
  }
  const verdicts = new Set(data.rows.map((row) => row[VERDICT]));

  function chart(name, all) {
    const counts = new Map();
    for (const number of all) {
      const row = data.rows[number];
      if (matches(row, name)) for (const one of groups[name](row)) counts.set(one, (counts.get(one) || 0) + 1);
    }
    const most = Math.max(1, ...counts.values());
    const bars = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 60).map(([key, count]) => {
      const bar = make("i");
      bar.style.width = `${(100 * count) / most}%`;
      const button = make("button", { type: "button" }, make("span", { textContent: names[name](key) }), make("span", { textContent: count }), bar);
      button.setAttribute("aria-pressed", String(filter[name] === key));
      button.addEventListener("click", () => choose(name, key));
      return make("li", {}, button);
    });
    at(name).replaceChildren(...(bars.length ? bars : [make("li", { className: "note", textContent: text("none") })]));
  }

  function choose(name, value) {
    filter[name] = filter[name] === value ? (name === "places" ? null : none) : value;
    update();
  }

  // Only the rows that can be seen exist.
  const drawn = new Map();
  function draw() {
    const height = parseFloat(getComputedStyle(root).getPropertyValue("--row"));
    const top = at("rows").getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / height) - 5);
    const last = Math.min(shown.length, Math.ceil((innerHeight - top) / height) + 5);
    for (const [place, node] of drawn) {
      if (place < first || place >= last) {
        node.remove();
        drawn.delete(place);
      }
    }
    for (let place = first; place < last; place += 1) {
      if (!drawn.has(place)) {
        const node = line(data.rows[shown[place]], place, height);
        drawn.set(place, node);
        at("rows").append(node);
      }
    }
  }

  function line(row, place, height) {
    const node = make("div", { className: `row ${code(row[VERDICT])}` });
    node.setAttribute("role", "row");
    node.setAttribute("aria-rowindex", String(place + 2));
    node.style.top = `${place * height}px`;
    node.append(cell(picture(row)), cell(name(row), small(row[PAYLOAD])), cell(row[MERCHANT], small(row[PLACE]), small(row[NOTE])));
    node.append(cell(make("strong", { textContent: said(row[VERDICT]) }), ...findings(row)));
    node.append(cell(said(row[REACHED]), small(said(row[SCENARIO])), small([row[TAKEN], row[WHERE]].filter(Boolean).join(" · "))));
    return node;
  }

  function cell(...children) {
    const node = make("span", {}, ...children.filter(Boolean));
    node.setAttribute("role", "cell");
    return node;
  }

  const small = (words) => (words ? make("small", { textContent: words, title: words }) : "");

  function picture(row) {
    return row[THUMBNAIL] ? make("img", { src: `thumbnails/${row[THUMBNAIL]}.webp`, alt: "", decoding: "async" }) : "";
  }

  function name(row) {
    const words = row[SOURCE].split(/[\\/]/).pop() || row[SOURCE];
    if (!row[RUN]) return make("span", { className: "clamp", textContent: words, title: row[SOURCE] });
    const href = `${row[RUN].split("/").map(encodeURIComponent).join("/")}/report.html`;
    return make("a", { className: "clamp cover", href, textContent: words, title: row[SOURCE] });
  }

  function findings(row) {
    const rules = [...row[RULES], ...row[REVIEWS]].map(said).join(" · ");
    return [small(rules), row[RULES].length ? "" : small(reason(row))];
  }

  function speak(name) {
    root.lang = tags[name];
    for (const button of document.querySelectorAll("[data-lang]")) {
      button.setAttribute("aria-pressed", String(button.dataset.lang === name));
    }
    for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", text(node.dataset.label));
    at("search").placeholder = text("search");
    at("made").textContent = text("made").replace("{made}", data.made);
    fill("kind", [[String(none), text("every")], ...kinds.map((number) => [String(number), said(number)])]);
    fill("order", ORDERS.map((order) => [order, `${text("sort")}: ${text(order)}`]));
    update();
  }
  const kinds = [...new Set(data.rows.map((row) => row[KIND]))];

  function fill(id, entries) {
    const chosen = at(id).value;
    at(id).replaceChildren(...entries.map(([value, label]) => make("option", { value, textContent: label })));
    if (entries.some(([value]) => value === chosen)) at(id).value = chosen;
  }

  for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => speak(button.dataset.lang));
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  at("search").addEventListener("input", update);
  at("order").addEventListener("change", update);
  at("kind").addEventListener("change", () => {
    filter.kind = Number(at("kind").value);
    update();
  });
  at("reset").addEventListener("click", () => {
    Object.assign(filter, { verdict: none, kind: none, rules: none, scenarios: none, places: null });
    at("search").value = "";
    at("kind").value = String(none);
    update();
  });
  let pending = false;
  function later() {
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      draw();
    });
  }
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", update);
  speak(root.lang === "en" ? "en" : "zh");
})();
