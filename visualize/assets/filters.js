// The legend, which filters, and the filters by plan, year, county, status, kind, and said or inferred.
function drawFilters() {
  const open = [...byId("left").querySelectorAll("details")].map((d) => d.open);
  const parts = [closeFilters(), isNarrow() ? null : countyList(), classLegend(), changeLegend(), selectors(), relationLegend(), groupList()].filter(Boolean);
  keepFocus(byId("left"), () => byId("left").replaceChildren(...parts));
  if (open.length) byId("left").querySelectorAll("details").forEach((d, n) => (d.open = open[n] === undefined ? d.open : open[n]));
}

const closeFilters = () => el("div", { class: "drawer-head only-small" }, el("strong", null, "图例与筛选"),
  el("button", { type: "button", class: "close", "aria-label": "关闭筛选", onclick: () => showFilters(false) }, "×"));

function showFilters(on) {
  document.body.classList.toggle("filtering", on);
  byId("show-filters").setAttribute("aria-expanded", String(on));
}

const block = (title, open, ...children) => el("details", { open }, el("summary", null, title), ...children);

// A line of the legend: a switch, and a button that leaves only this one.
function legendLine(mark, all, picture, text, english, count) {
  const on = !isOff(mark);
  const only = () => {
    const others = all.filter((m) => m !== mark);
    const alone = on && others.every(isOff);
    change({ off: [...state.off.filter((m) => !all.includes(m)), ...(alone ? [] : others)] });
  };
  return el("li", { class: on ? null : "off" },
    el("button", { type: "button", role: "switch", "aria-checked": String(on), "data-mark": mark, title: english, onclick: () => change({ off: toggled(state.off, mark) }) },
      picture, el("span", null, text), el("span", { class: "count" }, count.toLocaleString("zh-CN"))),
    el("button", { type: "button", class: "only", onclick: only, "aria-label": `只看${text}` }, "只看"));
}

function classLegend() {
  const present = CLASSES.map((c) => [c, NODES.filter((_, i) => classOf(i) === c).length]).filter(([, n]) => n);
  const all = present.map(([c]) => `c:${c.n}`);
  return block("图例", true, el("ul", { class: "legend" }, present.map(([c, n]) => legendLine(`c:${c.n}`, all, state.tone === "change" ? icon(c.sh, "#7a8797") : classIcon(c), c.zh, c.en, n))));
}

function changeLegend() {
  const kinds = Object.entries(FACTS.changes).map(([id, kind]) => [id, kind, NODES.filter((n) => n.ch === id).length]).filter(([, , n]) => n);
  if (!kinds.length) return null;
  const all = kinds.map(([id]) => `x:${id}`);
  const tone = el("label", { class: "check" }, el("input", { type: "checkbox", checked: state.tone === "change", onchange: (event) => change({ tone: event.target.checked ? "change" : "class" }) }), "按变化着色");
  return block("变化", true, el("ul", { class: "legend" }, kinds.map(([id, kind, n]) => legendLine(`x:${id}`, all, icon("dot", kind.co), kind.zh, kind.en, n))), tone);
}

function relationLegend() {
  const counts = new Map();
  EDGES.forEach((row) => counts.set(row.r, (counts.get(row.r) || 0) + 1));
  const listed = [...Object.keys(FACTS.predicates), ...[...counts.keys()].sort()].filter((r, n, all) => counts.has(r) && all.indexOf(r) === n && /^[A-Za-z]+$/.test(r));
  const all = listed.map((r) => `r:${r}`);
  const line = () => svg("svg", { viewBox: "0 0 20 10", width: 18, height: 9, class: "icon", "aria-hidden": "true" }, svg("path", { d: "M1 5H15M11 1.5L16 5L11 8.5", fill: "none", stroke: "#7a8797", "stroke-width": 1.6 }));
  return listed.length ? block("关系", !isPhone(), el("ul", { class: "legend" }, listed.map((r) => legendLine(`r:${r}`, all, line(), (FACTS.predicates[r] || { zh: r }).zh, (FACTS.predicates[r] || { en: r }).en, counts.get(r))))) : null;
}

function selectors() {
  const values = (list) => [...new Set(list.filter(Boolean))].sort(collator.compare).map((v) => [v, plain(v)]);
  const plans = FACTS.plans.map((p) => [p.id, plain(p.title || p.id)]);
  const parts = [
    selector("plan", "规划", plans, plans.length > 1),
    selector("year", "年份", values(FACTS.plans.map((p) => String(p.year || ""))), FACTS.plans.length > 1),
    selector("county", "县", FACTS.counties.map((c) => [c.n, plain(c.n)]), FACTS.counties.length > 0),
    selector("kind", "类型", values(NODES.map((n) => n.kd)), NODES.some((n) => n.kd)),
    selector("status", "状态", values(NODES.map((n) => n.st)), NODES.some((n) => n.st)),
    selector("said", "说法", [["said", "文中明说"], ["inferred", "由规则推断"]], [...NODES, ...EDGES].some((n) => n.i)),
  ].filter(Boolean);
  const linked = el("label", { class: "check" }, el("input", { type: "checkbox", checked: state.linked, onchange: (event) => change({ linked: event.target.checked }) }), "只看有联系的点");
  const reset = el("button", { type: "button", id: "reset", disabled: !narrowed(state) && !state.linked && state.off.join() === START.off.join(), onclick: () => change({ ...Object.fromEntries(FILTERS.map((f) => [f, ""])), off: START.off, linked: false }) }, "清除筛选");
  return block("筛选", true, parts, linked, reset);
}

function selector(id, title, options, useful) {
  if (!useful) return null;
  const select = el("select", { id: `filter-${id}`, onchange: (event) => change({ [id]: event.target.value }) }, el("option", { value: "" }, "全部"),
    options.map(([value, text]) => el("option", { value, selected: state[id] === value }, cut(text, 40))));
  return el("label", { class: state[id] ? "select active" : "select" }, el("span", null, title), select);
}

function groupList() {
  const listed = DATA.groups.map((group, g) => [group, g, members[g].length]).filter(([group, , n]) => !group.loose && n > 3).sort((a, b) => b[2] - a[2] || a[1] - b[1]);
  if (!listed.length) return null;
  const item = ([, g, n]) => el("li", null, el("button", { type: "button", onclick: () => choose(`g${g}`, { go: true }) }, el("span", null, el("bdi", null, groupTitle(g))), el("span", { class: "count" }, String(n))));
  return block("县与社群", false, moreList(el("ul", { class: "legend groups" }), listed, item, 20));
}
