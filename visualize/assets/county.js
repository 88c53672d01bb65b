// The county page: what the county has on the left, the graph in the middle, map, targets and neighbours on the right.
const COUNTY = DATA.county;
const ownOf = (cls) => (COUNTY ? COUNTY.own.filter((i) => NODES[i].c === cls).sort((a, b) => RANK[a] - RANK[b]) : []);

function countyList() {
  if (!COUNTY) return null;
  const connected = (cls) => [...new Set(COUNTY.own.flatMap(neighbours))].filter((i) => NODES[i].c === cls).sort((a, b) => RANK[a] - RANK[b]);
  const projects = ownOf("Project");
  const industries = [...new Set([...ownOf("Industry"), ...connected("Industry")])];
  const others = [...ownOf("Measure"), ...ownOf("Brand"), ...ownOf("Organization")];
  const part = (title, list, note) => list.length ? block(`${title}（${list.length}）`, true, moreList(el("ul", { class: "links" }), list, (i) => el("li", null, nodeButton(i), note(i)), 12)) : null;
  return el("div", { class: "county-lists" },
    part("项目", projects, (i) => chip([NODES[i].kd, NODES[i].st].filter(Boolean).join(" · "))),
    part("产业", industries, () => null), part("举措、品牌与机构", others, (i) => chip(classOf(i).zh)));
}

function countyPart() {
  const near = new Set(COUNTY.shared.map((row) => row.n));
  const centre = COUNTY.node;
  const targets = TARGETS;
  const shared = COUNTY.shared.map((row) => el("tr", null, el("th", { scope: "row" }, el("bdi", null, row.n)),
    el("td", null, el("ul", { class: "inline" }, row.e.map((e) => el("li", null, edgeButton(e, COUNTY.node))), row.x.slice(0, 4).map((i) => el("li", null, nodeButton(i))), row.x.length > 4 ? el("li", { class: "note" }, `等 ${row.x.length} 项`) : null))));
  return [
    el("div", { class: "head" }, el("p", { class: "kicker" }, "县", COUNTY.code ? el("span", { class: "en" }, COUNTY.code) : null), el("h2", null, el("bdi", null, COUNTY.name)),
      el("p", { class: "note" }, `${ownOf("Project").length} 个项目，${countText(NODES.length, "个点")}，${countText(EDGES.length, "条联系")}`)),
    centre === null ? null : el("div", { class: "actions" }, el("button", { type: "button", onclick: () => choose(`n${centre}`, { go: true }) }, "看本县的原句")),
    isNarrow() ? countyList() : null, // there is no column on the left for it
    mapPart(COUNTY.name, near.size ? near : null),
    targets.length ? el("section", { class: "card" }, el("h3", null, `指标（${targets.length}）`), targetTable(targets, { first: 10 })) : null,
    shared.length ? el("section", { class: "card" }, el("h3", null, "与邻县共有"), el("div", { class: "scroll" }, el("table", { class: "shared" }, el("tbody", null, shared)))) : null,
  ];
}
