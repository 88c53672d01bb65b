// The panel: what is selected, its facts, its sentences; with nothing selected, a summary of the graph.
const DIRECTIONS = { out: "→", in: "←" };

function drawPanel() {
  const panel = byId("panel");
  const kind = kindOf(state.sel);
  const path = pathPart();
  const main = kind === "n" ? nodePart(numberOf(state.sel)) : kind === "e" ? edgePart(numberOf(state.sel)) : kind === "g" ? groupPart(numberOf(state.sel)) : path ? [] : summaryPart();
  const inside = panel.contains(document.activeElement);
  panel.replaceChildren(...[path, ...main].filter(Boolean));
  if (inside) panel.focus({ preventScroll: true }); // what was pressed is gone; reading goes on from the top
  panel.scrollTop = 0;
  document.body.classList.toggle("selected", Boolean(state.sel || state.path.length));
}

const closeButton = () => el("button", { type: "button", class: "close", "aria-label": "关闭", onclick: () => change({ sel: "" }) }, "×");

function nodePart(i) {
  const row = NODES[i];
  const cls = classOf(i);
  const head = el("div", { class: "head" }, closeButton(),
    el("p", { class: "kicker" }, classIcon(cls), `${cls.zh} `, el("span", { class: "en", lang: "en" }, cls.en), inferredMark(row), changeMark(row)),
    el("h2", null, el("bdi", null, cut(labelOf(i), 160))));
  return [head, nodeActions(i), nodeTable(i), targetCard(i), ...relationCards(i), sentencesPart(row.e), targetsOf(i)];
}

function nodeActions(i) {
  const can = neighbours(i).length > 0;
  const isOpen = state.open.includes(i) || (!neighbours(i).some((j) => !shown.nodes.has(j)) && !state.shut.includes(i));
  const button = (text, action, off) => el("button", { type: "button", disabled: off, onclick: action }, text);
  return el("div", { class: "actions" },
    button(isOpen ? "收起邻居" : "展开邻居", () => toggleNode(i), !can),
    button("由此找路径", () => change({ path: [i] }), !can),
    state.view === "graph" ? button("居中", () => goTo([i])) : button("在图中看", () => { change({ view: "graph" }); goTo([i]); }));
}

function nodeTable(i) {
  const row = NODES[i];
  const counties = (row.co || []).map((c) => FACTS.counties[c]);
  const rows = [
    row.a ? definition("又称", joined(row.a.map((a) => cut(plain(a), 40)))) : null,
    row.kd ? definition("类型", el("bdi", null, row.kd)) : null,
    row.st ? definition("状态", el("bdi", null, row.st)) : null,
    row.lv ? definition("层级", el("bdi", null, row.lv)) : null,
    row.cd ? definition("代码", row.cd) : null,
    counties.length ? definition("所属县", counties.map((c, n) => [n ? "、" : null, countyLink(c)])) : null,
    row.p ? definition("规划", row.p.map((p, n) => [n ? "；" : null, el("bdi", null, FACTS.plans[p].title || FACTS.plans[p].id)])) : null,
  ].filter(Boolean);
  return rows.length ? el("dl", { class: "facts" }, rows) : null;
}

// A county's name filters; where its folder is known, a link leads there.
function countyLink(county) {
  const filter = el("button", { type: "button", class: "plainlink", title: "只看这个县", onclick: () => change({ county: state.county === county.n ? "" : county.n }) }, el("bdi", null, county.n));
  return county.h ? [filter, " ", el("a", { href: county.h, class: "file" }, "资料")] : filter;
}

// Facts, one card for each relation and direction.
function relationCards(i) {
  const byKind = new Map();
  for (const e of links[i]) {
    const direction = ends[e][0] === i ? "out" : "in";
    const id = `${direction} ${EDGES[e].r}`;
    if (!byKind.has(id)) byKind.set(id, { direction, e, list: [] });
    byKind.get(id).list.push(e);
  }
  return [...byKind.values()].sort((a, b) => (a.direction < b.direction ? 1 : a.direction > b.direction ? -1 : b.list.length - a.list.length)).map(({ direction, e, list }) => {
    const items = list.sort((a, b) => RANK[farEnd(a, i)] - RANK[farEnd(b, i)]);
    const title = direction === "out" ? `${predicateName(e)} ${DIRECTIONS.out}` : `${DIRECTIONS.in} ${predicateName(e)}`;
    return el("section", { class: "card" }, el("h3", null, title, el("span", { class: "count" }, String(items.length))),
      moreList(el("ul", { class: "links" }), items, (edge) => linkItem(edge, i), 10));
  });
}

function linkItem(e, i) {
  const count = (EDGES[e].e || []).length;
  const why = el("button", { type: "button", class: "quiet", onclick: () => choose(`e${e}`), title: "看这条联系的依据" }, count ? `${count} 句` : "详情");
  return el("li", null, nodeButton(farEnd(e, i)), inferredMark(EDGES[e]), changeMark(EDGES[e]), why);
}

function edgePart(e) {
  const [a, b] = ends[e];
  const row = EDGES[e];
  const head = el("div", { class: "head" }, closeButton(), el("p", { class: "kicker" }, "联系 ", el("span", { class: "en", lang: "en" }, (FACTS.predicates[row.r] || { en: row.r }).en), inferredMark(row), changeMark(row)),
    el("h2", { class: "statement" }, nodeButton(a), el("span", { class: "verb" }, predicateName(e)), nodeButton(b)));
  const plans = row.p ? el("dl", { class: "facts" }, definition("规划", row.p.map((p, n) => [n ? "；" : null, el("bdi", null, FACTS.plans[p].title || FACTS.plans[p].id)])), row.ru ? definition("推断规则", row.ru) : null) : null;
  return [head, plans, sentencesPart(row.e, 12) || el("p", { class: "note" }, "没有单独的句子：由行政区划或两端的事实得出。")];
}

function groupPart(g) {
  const inside = members[g].filter((i) => passesNode(i, state));
  const open = state.groups.includes(g);
  const head = el("div", { class: "head" }, closeButton(), el("p", { class: "kicker" }, DATA.groups[g].county ? "县" : "社群"), el("h2", null, el("bdi", null, groupTitle(g))));
  const unfold = el("button", { type: "button", onclick: () => change({ groups: toggled(state.groups, g) }) }, open ? "收起" : `展开 ${inside.length} 个点`);
  return [head, OVERVIEW && !state.all ? el("div", { class: "actions" }, unfold) : null,
    el("section", { class: "card" }, el("h3", null, "成员", el("span", { class: "count" }, String(inside.length))), moreList(el("ul", { class: "links" }), inside, (i) => el("li", null, nodeButton(i)), 30))];
}

const groupTitle = (g) => {
  const group = DATA.groups[g];
  if (group.loose) return `未连接的${(CLASS_OF.get(group.n) || { zh: "点" }).zh}`;
  return group.county ? plain(group.n) : `${cut(plain(group.n), 16)} 等`;
};

function summaryPart() {
  if (DATA.county) return countyPart();
  const counts = CLASSES.map((c) => [c, NODES.filter((_, i) => classOf(i) === c).length]).filter(([, n]) => n);
  const plans = FACTS.plans.map((p) => el("li", null, el("bdi", null, p.title || p.id), p.year ? el("small", null, ` ${p.year}`) : null));
  return [
    el("div", { class: "head" }, el("p", { class: "kicker" }, "概览"), el("h2", null, `${countText(NODES.length, "个点")}，${countText(EDGES.length, "条联系")}`)),
    el("p", { class: "note" }, NODES.length ? "单击点或线，看它的事实与原句；双击点，展开或收起它的邻居；拖动空白处移动，滚轮缩放。" : "图里还没有内容。"),
    NODES.length && !isNarrow() ? el("p", { class: "note" }, "键盘：/ 查找，Ctrl+Z 撤销，Esc 取消选择，方向键移动图。") : null,
    DATA.compare ? el("p", { class: "note" }, "比较：", joined(DATA.compare)) : null,
    ...changeCards(),
    el("section", { class: "card" }, el("h3", null, "数量"), el("ul", { class: "counts" }, counts.map(([c, n]) => el("li", null, classIcon(c), c.zh, el("strong", null, n.toLocaleString("zh-CN")))))),
    mapPart(),
    el("section", { class: "card" }, el("h3", null, "联系最多"), el("ol", { class: "links" }, RANKED.filter((i) => degree(i)).sort((a, b) => degree(b) - degree(a)).slice(0, 10).map((i) => el("li", null, nodeButton(i), el("span", { class: "count" }, String(degree(i))))))),
    plans.length ? el("section", { class: "card" }, el("h3", null, `规划（${plans.length}）`), moreList(el("ul", { class: "plain" }), plans, (item) => item, 6)) : null,
  ];
}

// Of a comparison: what is new and what is gone, best connected first.
function changeCards() {
  return ["new", "gone"].map((kind) => {
    const list = RANKED.filter((i) => NODES[i].ch === kind);
    const card = () => el("section", { class: "card" }, el("h3", null, icon("dot", FACTS.changes[kind].co), FACTS.changes[kind].zh, el("span", { class: "count" }, String(list.length))),
      moreList(el("ul", { class: "links" }), list, (i) => el("li", null, nodeButton(i)), 8));
    return list.length ? card() : null;
  });
}
