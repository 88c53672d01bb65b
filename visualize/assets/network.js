// vis-network: the two data sets kept in step with the state, the camera, and what the pointer does.
let network = null;
let nodeSet = null;
let edgeSet = null;
let shown = { nodes: new Set(), edges: new Set(), bubbles: new Map(), threads: new Map() };
let order = []; // labels in order of importance
let outlineList = [];
let captionList = [];
let hovered = "";
let dragging = false;
let labelFactor = 1;

const positionOf = (i) => state.moved[i] || [DATA.vis.nodes[i].x, DATA.vis.nodes[i].y];
const drawers = Object.fromEntries(Object.keys(SHAPES).map((shape) => [shape, drawShape(shape)]));

function visNode(i) {
  const { label, ...drawn } = DATA.vis.nodes[i];
  const [x, y] = positionOf(i);
  const group = state.tone === "change" && NODES[i].ch ? `change-${NODES[i].ch}` : drawn.group;
  return { ...drawn, shape: "custom", ctxRenderer: drawers[classOf(i).sh], x, y, group };
}

function visEdge(e) {
  const row = EDGES[e];
  const tinted = state.tone === "change" && row.ch && row.ch !== "kept";
  return tinted ? { ...DATA.vis.edges[e], color: { color: FACTS.changes[row.ch].co }, dashes: row.ch === "gone" ? [6, 4] : false } : DATA.vis.edges[e];
}

function visBubble(g, hidden) {
  const size = 16 + 3.2 * Math.sqrt(hidden.length);
  const [x, y] = roomFor([0, 1].map((axis) => hidden.reduce((sum, i) => sum + positionOf(i)[axis], 0) / hidden.length), size);
  return { id: `g${g}`, x, y, shape: "custom", ctxRenderer: drawBubble, size, physics: false };
}

// Step aside until the disc lies over no node that is shown, so that both can be pointed at.
function roomFor([x, y], size) {
  for (let step = 0; step < 24; step++) {
    let worst = null;
    for (const i of shown.nodes) {
      const [nx, ny] = positionOf(i);
      const over = size + DATA.vis.nodes[i].size + 8 - Math.hypot(x - nx, y - ny);
      if (over > 0 && (!worst || over > worst.over)) worst = { over, nx, ny };
    }
    if (!worst) break;
    const away = Math.hypot(x - worst.nx, y - worst.ny);
    const [dx, dy] = away > 1 ? [(x - worst.nx) / away, (y - worst.ny) / away] : [0.7, 0.7];
    [x, y] = [x + dx * (worst.over + 4) + dy * 6, y + dy * (worst.over + 4) - dx * 6];
  }
  return [x, y];
}

const visThread = ([pair, count]) => {
  const [from, to] = pair.split(" ").map((end) => (end[0] === "n" ? numberOf(end) : end));
  return { id: pair, from, to, width: Math.min(3, 0.6 + Math.log2(count) * 0.35), dashes: [2, 6], color: { color: "#cdd3da" }, arrows: "" };
};

function startNetwork() {
  nodeSet = new vis.DataSet();
  edgeSet = new vis.DataSet();
  sync();
  const options = structuredClone(DATA.vis.options);
  network = new vis.Network(byId("net"), { nodes: nodeSet, edges: edgeSet }, options);
  network.on("beforeDrawing", (ctx) => panning.sheet || drawHulls(ctx, outlineList));
  network.on("afterDrawing", drawOver);
  network.on("click", ({ nodes, edges }) => clicked(nodes, edges));
  network.on("doubleClick", ({ nodes }) => nodes.length && doubleClicked(nodes[0]));
  network.on("hoverNode", ({ node }) => hover(typeof node === "number" ? `n${node}` : node));
  network.on("blurNode", () => hover(""));
  network.on("hoverEdge", ({ edge }) => !hovered && typeof edge === "number" && hover(`e${edge}`));
  network.on("blurEdge", () => kindOf(hovered) === "e" && hover(""));
  // vis-network does not notice that the pointer leaves the canvas; a point far away is over nothing.
  byId("net").addEventListener("mouseleave", (event) => network.selectionHandler.hoverObject(event, { x: -1e6, y: -1e6 }));
  network.on("dragStart", ({ nodes }) => {
    dragging = true;
    if (!nodes.length) beginPan();
  });
  network.on("dragEnd", dragEnd);
  network.on("zoom", writeAddress);
  network.on("animationFinished", writeAddress);
}

// Bring the data sets to what the state shows, changing only what differs.
function sync() {
  const before = shown;
  shown = visible(state);
  const nodes = [...[...shown.nodes].map(visNode), ...[...shown.bubbles].map(([g, hidden]) => visBubble(g, hidden))];
  const edges = [...[...shown.edges].map(visEdge), ...[...shown.threads].map(visThread)];
  refill(edgeSet, edges, (id) => (typeof id === "number" ? before.edges.has(id) && state.tone === sync.tone : false));
  refill(nodeSet, nodes, (id) => (typeof id === "number" ? before.nodes.has(id) && state.tone === sync.tone && state.moved === sync.moved : false));
  sync.tone = state.tone;
  sync.moved = state.moved;
  byId("net").dataset.nodes = shown.nodes.size;
  byId("net").dataset.edges = shown.edges.size;
  order = RANKED.filter((i) => shown.nodes.has(i));
  outlineList = outlines(shown.nodes);
  captionList = captions(shown.nodes);
}

function refill(set, rows, unchanged) {
  const wanted = new Set(rows.map((row) => row.id));
  const gone = set.getIds().filter((id) => !wanted.has(id));
  if (gone.length) set.remove(gone);
  const fresh = rows.filter((row) => !unchanged(row.id) || !set.get(row.id));
  if (fresh.length) set.update(fresh);
}

// ---- drawing over ----
function drawOver(ctx) {
  if (panning.sheet) return drawPanSheet(ctx);
  const body = network.body;
  const focus = focusOf(hovered, state, shown);
  if (focus) drawFocus(ctx, focus, body, dragging);
  const frame = network.canvas.frame.canvas;
  const ratio = frame.width / frame.clientWidth;
  const scale = body.view.scale;
  const view = {
    scale, left: -body.view.translation.x / scale, top: -body.view.translation.y / scale,
    width: frame.clientWidth, height: frame.clientHeight,
  };
  drawLabels(ctx, labelItems(body, focus, view), view, { ratio, factor: labelFactor, halo: !dragging, most: focus ? 90 : 170 });
}

function labelItems(body, focus, view) {
  const items = [];
  const right = view.left + view.width / view.scale;
  const bottom = view.top + view.height / view.scale;
  const add = (i, bold) => {
    const drawn = body.nodes[i];
    if (!drawn || drawn.x < view.left - 80 || drawn.x > right + 80 || drawn.y < view.top - 80 || drawn.y > bottom + 20) return;
    items.push({ x: drawn.x, y: drawn.y, r: drawnRadius(DATA.vis.nodes[i].size, view.scale / labelFactor), text: shortLabels[i], bold: bold || NODES[i].lv === "县级" || NODES[i].lv === "地级" });
  };
  if (focus) {
    const first = numberOf(hovered || state.sel);
    const ranked = [...focus.nodes].sort((a, b) => (b === first) - (a === first) || RANK[a] - RANK[b]);
    ranked.forEach((i) => add(i, true));
    if (items.length && kindOf(hovered) === "n") items[0].text = cut(labelOf(first), 40); // the name in full
    if (focus.edges.length <= 24) for (const e of focus.edges) edgeItem(body, e, items);
    return items;
  }
  items.push(...captionList);
  for (let n = 0; n < order.length && items.length < 700; n++) add(order[n], false);
  for (const [g, hidden] of shown.bubbles) {
    const drawn = body.nodes[`g${g}`];
    if (drawn) items.push({ x: drawn.x, y: drawn.y, r: 0, middle: true, text: bubbleText(g, hidden), colour: "#52606d" });
  }
  return items;
}

// A folded community whose best known member is on show needs no name of its own.
const bubbleText = (g, hidden) => (shown.nodes.has(members[g][0]) && !DATA.groups[g].loose ? `＋${hidden.length}` : `${cut(groupTitle(g), 9)}·${hidden.length}`);

function edgeItem(body, e, items) {
  const [a, b] = ends[e].map((i) => body.nodes[i]);
  if (a && b) items.push({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, r: 0, middle: true, text: predicateName(e), colour: "#6b7785" });
}

// ---- pointer ----
function hover(thing) {
  hovered = thing;
  byId("net").classList.toggle("pointing", Boolean(thing));
  network.redraw();
}

function clicked(nodes, edges) {
  byId("net").focus({ preventScroll: true });
  if (nodes.length) choose(typeof nodes[0] === "number" ? `n${nodes[0]}` : nodes[0]);
  else if (edges.length && typeof edges[0] === "number") choose(`e${edges[0]}`);
  else change({ sel: "" });
}

// The one way to select something, from wherever: a start of a path turns it into the path's end.
function choose(selection, { go = false } = {}) {
  const ending = state.path.length === 1 && kindOf(selection) === "n" && numberOf(selection) !== state.path[0];
  if (ending) {
    change({ sel: "", path: [state.path[0], numberOf(selection)] });
    goTo(shortestPath(...state.path, state).nodes);
    return;
  }
  const hidden = kindOf(selection) === "n" && go && !shown.nodes.has(numberOf(selection));
  change({ sel: selection, ...(hidden ? { open: [...state.open, numberOf(selection)] } : {}) });
  if (go && state.view === "graph") showOnCanvas(selection, hidden);
  if (kindOf(selection) === "n") say(`已选${classOf(numberOf(selection)).zh} ${labelOf(numberOf(selection))}`);
}

// A node that was not in the picture comes with its neighbours, and they are to be seen.
function showOnCanvas(selection, fresh = false) {
  if (kindOf(selection) === "n") goTo([numberOf(selection), ...(fresh ? neighbours(numberOf(selection)).slice(0, OPENED_AT_ONCE) : [])]);
  if (kindOf(selection) === "e") goTo(ends[numberOf(selection)]);
  if (kindOf(selection) === "g") goTo(members[numberOf(selection)]);
}

function doubleClicked(id) {
  if (typeof id !== "number") change({ groups: [...state.groups, numberOf(id)], sel: "" });
  else toggleNode(id);
}

// Unfold a node's neighbours; if all of them are shown already, fold its leaves; each undoes the other.
function toggleNode(i) {
  if (state.open.includes(i)) change({ open: state.open.filter((x) => x !== i) });
  else if (state.shut.includes(i)) change({ shut: state.shut.filter((x) => x !== i) });
  else if (neighbours(i).some((j) => !shown.nodes.has(j))) change({ open: [...state.open, i] });
  else if (leaves(i).length) change({ shut: [...state.shut, i] });
  say(`${labelOf(i)}：图中现有 ${shown.nodes.size} 个点`);
}

function dragEnd({ nodes }) {
  dragging = false;
  endPan();
  const moved = nodes.filter((i) => typeof i === "number");
  if (moved.length) {
    const at = network.getPositions(moved);
    change({ moved: { ...state.moved, ...Object.fromEntries(moved.map((i) => [i, [Math.round(at[i].x), Math.round(at[i].y)]])) } });
  } else writeAddress();
}
