// The shortest way between two nodes over the links that pass the filters, whatever their direction.
function shortestPath(from, to, s) {
  const cameBy = new Map([[from, -1]]);
  let front = [from];
  while (front.length && !cameBy.has(to)) {
    const next = [];
    for (const i of front) {
      for (const e of links[i]) {
        const j = farEnd(e, i);
        if (cameBy.has(j) || !passesEdge(e, s)) continue;
        cameBy.set(j, e);
        next.push(j);
      }
    }
    front = next.sort((a, b) => RANK[a] - RANK[b]);
  }
  if (!cameBy.has(to)) return { nodes: [], edges: [] };
  const nodes = [to];
  const edges = [];
  for (let i = to; i !== from; ) {
    const e = cameBy.get(i);
    i = farEnd(e, i);
    edges.unshift(e);
    nodes.unshift(i);
  }
  return { nodes, edges };
}

function pathPart() {
  const [from, to] = state.path;
  if (from === undefined) return null;
  const done = el("button", { type: "button", class: "quiet", onclick: () => change({ path: [] }) }, "结束");
  if (to === undefined) {
    return el("section", { class: "card path" }, el("h3", null, "找两点之间的路径", done),
      el("p", null, "起点：", el("strong", null, name(from)), "。再点一个点，或查找一个名称，作为终点。"));
  }
  const way = shortestPath(from, to, state);
  const steps = way.nodes.map((i, step) => el("li", null, step > 0 ? edgeButton(way.edges[step - 1], way.nodes[step - 1]) : null, nodeButton(i)));
  return el("section", { class: "card path" }, el("h3", null, way.nodes.length ? `路径：${way.edges.length} 步` : "两点之间没有相连的路径", done),
    way.nodes.length ? el("ol", { class: "steps" }, steps) : el("p", null, name(from), " 与 ", name(to), "：在当前的筛选下走不通。"));
}
