// The same entities as a table that keyboard and screen reader can walk through.
const PAGE_OF_ROWS = 150;
const listing = { column: "degree", down: true, rows: PAGE_OF_ROWS, text: "" };
const COLUMNS = [
  ["label", "名称", (i) => labelOf(i)],
  ["class", "类别", (i) => CLASSES.indexOf(classOf(i))],
  ["kind", "类型", (i) => NODES[i].kd || ""],
  ["status", "状态", (i) => NODES[i].st || ""],
  ["county", "县", (i) => (NODES[i].co || []).map((c) => FACTS.counties[c].n).join("、")],
  ["degree", "联系", (i) => degree(i)],
  ["said", "句数", (i) => (NODES[i].e || []).length],
];
const collator = new Intl.Collator("zh-Hans-CN-u-co-pinyin");

function listedNodes() {
  const query = folded_(listing.text);
  const value = COLUMNS.find(([id]) => id === listing.column)[2];
  const sign = listing.down ? -1 : 1;
  const rows = matching(state).filter((i) => !query || matchScore(searchRows[i], query) < Infinity);
  const ranked = rows.map((i) => [value(i), i]);
  ranked.sort(([x, i], [y, j]) => sign * (typeof x === "number" ? x - y : collator.compare(x, y)) || RANK[i] - RANK[j]);
  return ranked.map(([, i]) => i);
}

function drawList() {
  const box = byId("list");
  const found = listedNodes();
  const head = COLUMNS.map(([id, text]) => el("th", { scope: "col", class: id, "aria-sort": listing.column === id ? (listing.down ? "descending" : "ascending") : null },
    el("button", { type: "button", onclick: () => sortBy(id) }, text, el("span", { class: "arrow", "aria-hidden": "true" }, listing.column === id ? (listing.down ? "↓" : "↑") : ""))));
  const table = el("table", { class: "entities" }, el("caption", null, `${countText(found.length, "个")}，符合当前的筛选`),
    el("thead", null, el("tr", null, head)), el("tbody", null, found.slice(0, listing.rows).map(listRow)));
  const more = found.length > listing.rows ? el("button", { type: "button", class: "more", onclick: () => { listing.rows += PAGE_OF_ROWS; drawList(); } }, `再显示 ${Math.min(PAGE_OF_ROWS, found.length - listing.rows)} 行`) : null;
  const kept = box.querySelector("input");
  const filter = kept || el("input", { type: "search", placeholder: "在列表中筛选：名称、别名、拼音", "aria-label": "在列表中筛选", maxlength: "80", oninput: (event) => { listing.text = event.target.value; listing.rows = PAGE_OF_ROWS; drawList(); } });
  keepFocus(box, () => {
    if (kept) { [...box.children].slice(1).forEach((child) => child.remove()); box.append(el("div", { class: "scroll" }, table), ...(more ? [more] : [])); }
    else box.replaceChildren(filter, el("div", { class: "scroll" }, table), ...(more ? [more] : []));
  });
}

function sortBy(id) {
  listing.down = listing.column === id ? !listing.down : id === "degree" || id === "said";
  listing.column = id;
  drawList();
}

function listRow(i) {
  const cells = COLUMNS.slice(2).map(([id, , value]) => el("td", { class: id }, el("bdi", null, String(value(i)))));
  return el("tr", { class: state.sel === `n${i}` ? "current" : null }, el("th", { scope: "row" }, nodeButton(i), inferredMark(NODES[i]), changeMark(NODES[i])), el("td", { class: "class" }, classOf(i).zh), ...cells);
}
