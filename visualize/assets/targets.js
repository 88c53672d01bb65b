// Targets as tables: what, how much, by when, and a bar against the others of the same unit.
const OPERATORS = { ">": "超过", ">=": "不低于", "=": "达到", "<": "低于", "<=": "不超过", "~": "约", multiply: "翻到", increase: "增长", decrease: "下降" };
const TARGETS = RANKED.filter((i) => NODES[i].t).sort((a, b) => compareText(unitOf(a), unitOf(b)) || compareText(NODES[a].t.indicator || "", NODES[b].t.indicator || "") || a - b);
function compareText(a, b) { return a < b ? -1 : a > b ? 1 : 0; }
function unitOf(i) { return NODES[i].t.unit || ""; }

function demand(t) {
  const verb = OPERATORS[t.operator] || t.operator || "";
  return `${verb} ${t.value || ""}${t.operator === "multiply" ? " 倍" : t.unit || ""}${t.per === "year" ? "／年" : ""}`;
}

// The longest bar of a unit is its largest value; percentages are measured against a hundred.
function barScale(list) {
  const largest = new Map();
  for (const i of list) {
    const value = Math.abs(Number(NODES[i].t.value)) || 0;
    largest.set(unitOf(i), Math.max(largest.get(unitOf(i)) || 0, value));
  }
  if ((largest.get("%") || 0) <= 100) largest.set("%", 100);
  return largest;
}

function bar(i, scale) {
  const value = Math.abs(Number(NODES[i].t.value));
  const most = scale.get(unitOf(i));
  if (!Number.isFinite(value) || !most) return null;
  const fill = el("span", { class: "fill" });
  fill.style.width = `${Math.max(2, Math.min(100, (value / most) * 100)).toFixed(1)}%`;
  return el("span", { class: "bar", "aria-hidden": "true" }, fill);
}

const TARGET_ROWS = 200;

// The column of who answers for it is left out where it would say the same in each row.
function targetTable(list, { first = TARGET_ROWS } = {}) {
  const subject = new Set(list.map((i) => NODES[i].t.subject || "")).size > 1;
  const scale = barScale(list);
  const head = ["指标", "要求", "期限", ...(subject ? ["主体"] : [])];
  const row = (i) => {
    const t = NODES[i].t;
    return el("tr", null,
      el("th", { scope: "row" }, el("button", { type: "button", class: "plainlink", "data-node": i, onclick: () => choose(`n${i}`) }, el("bdi", null, t.indicator || labelOf(i)))),
      el("td", { class: "demand" }, el("span", { class: "value" }, el("bdi", null, demand(t))), bar(i, scale)),
      el("td", { class: "when" }, t.deadline || "—"), subject ? el("td", null, el("bdi", null, t.subject || "—")) : null);
  };
  return el("div", { class: "scroll" }, el("table", { class: "targets" }, el("thead", null, el("tr", null, head.map((h) => el("th", { scope: "col" }, h)))), moreRows(el("tbody"), list, row, first)));
}

// A table's body with the first rows, and a row with a button for as many again.
function moreRows(body, list, row, first) {
  body.append(...list.slice(0, first).map(row));
  if (list.length <= first) return body;
  const rest = list.slice(first);
  const more = el("tr", { class: "more-rows" }, el("td", { colspan: 4 }, el("button", { type: "button", class: "quiet more", onclick: () => {
    more.remove();
    moreRows(body, rest, row, Math.max(first, TARGET_ROWS));
  } }, `再看 ${Math.min(rest.length, Math.max(first, TARGET_ROWS))} 条，共余 ${rest.length} 条`)));
  body.append(more);
  return body;
}

// A target's own card.
function targetCard(i) {
  const t = NODES[i].t;
  if (!t) return null;
  return el("section", { class: "card" }, el("h3", null, "承诺"), targetTable([i]),
    t.baseline || t.binding ? el("p", { class: "note" }, [t.binding, t.baseline && `现值 ${t.baseline}${t.unit || ""}`].filter(Boolean).join("，")) : null);
}

// The targets that a place answers for.
function targetsOf(i) {
  const own = new Set(neighbours(i).filter((j) => NODES[j].t));
  const list = TARGETS.filter((j) => own.has(j));
  return list.length ? el("section", { class: "card" }, el("h3", null, `量化指标（${list.length}）`), targetTable(list, { first: 12 })) : null;
}

function drawTargets() {
  const list = TARGETS.filter((i) => passesNode(i, { ...state, off: state.off.filter((mark) => mark !== "c:Target") }));
  const title = el("h2", null, `量化指标（${list.length}）`);
  byId("targets").replaceChildren(title, list.length ? targetTable(list) : el("p", { class: "note" }, "当前的筛选下没有量化指标。"));
}
