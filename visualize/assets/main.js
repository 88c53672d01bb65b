// Puts the parts together, restores the address, and redraws what a change touches.
const VIEWS = { graph: "stage", list: "list", targets: "targets" };

function redraw(now, before) {
  document.body.dataset.view = now.view;
  for (const [view, id] of Object.entries(VIEWS)) {
    byId(id).hidden = now.view !== view;
    byId(`tab-${view}`).setAttribute("aria-selected", String(now.view === view));
    byId(`tab-${view}`).tabIndex = now.view === view ? 0 : -1;
  }
  if (network) {
    sync();
    markSelection();
  }
  drawFilters();
  drawPanel();
  if (now.view === "list") drawList();
  if (now.view === "targets") drawTargets();
  if (now.view === "graph" && before.view !== "graph" && network) network.redraw();
  byId("whole").hidden = !OVERVIEW;
  byId("whole").setAttribute("aria-pressed", String(now.all));
  byId("whole").title = now.all ? "回到概览" : NODES.length > ALL ? `显示联系最多的 ${ALL} 个点` : `显示全部 ${NODES.length} 个点`;
  byId("hint").textContent = hintText(now);
  if (narrowed(now) && FILTERS.some((f) => now[f] !== before[f]) && network && now.view === "graph") fitAll();
}

function hintText(now) {
  if (!shown.nodes.size) return NODES.length ? "当前的筛选下没有内容" : "图里还没有内容";
  if (OVERVIEW && !now.all) return `概览：${shown.nodes.size} / ${NODES.length} 个点，双击展开`;
  return shown.nodes.size < NODES.length ? `${shown.nodes.size} / ${NODES.length} 个点` : "";
}

function markSelection() {
  network.unselectAll();
  const kind = kindOf(state.sel);
  if (kind === "n" && shown.nodes.has(numberOf(state.sel))) network.selectNodes([numberOf(state.sel)], false);
  if (kind === "e" && shown.edges.has(numberOf(state.sel))) network.selectEdges([numberOf(state.sel)]);
  network.redraw();
}

function startButtons() {
  const on = (id, action) => byId(id).addEventListener("click", action);
  for (const view of Object.keys(VIEWS)) on(`tab-${view}`, () => change({ view }));
  on("undo", undo);
  on("fit", () => fitAll());
  on("zoom-in", () => zoomBy(1.35));
  on("zoom-out", () => zoomBy(1 / 1.35));
  on("whole", () => { change({ all: !state.all }); fitAll(false); });
  on("physics", () => setPhysics(byId("physics").getAttribute("aria-pressed") !== "true"));
  on("hulls", () => {
    layers.hulls = !layers.hulls;
    byId("hulls").setAttribute("aria-pressed", String(layers.hulls));
    network.redraw();
  });
  on("png", savePicture);
  on("print", () => window.print());
  on("show-filters", () => showFilters(!document.body.classList.contains("filtering")));
  byId("tab-graph").parentElement.addEventListener("keydown", (event) => {
    const views = Object.keys(VIEWS);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    const next = views[(views.indexOf(state.view) + step + views.length) % views.length];
    change({ view: next });
    byId(`tab-${next}`).focus();
  });
}

function zoomBy(factor) {
  const { x, y } = network.getViewPosition();
  setCamera([x, y, Math.min(4, Math.max(0.02, network.getScale() * factor))], true);
}

function startKeys() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && document.activeElement.tagName !== "INPUT") {
      event.preventDefault();
      undo();
    }
    if (event.key === "Escape" && !document.activeElement.matches("#q")) {
      if (document.body.classList.contains("filtering")) showFilters(false);
      else change({ sel: "", path: [] });
    }
  });
  byId("net").addEventListener("keydown", (event) => {
    const pan = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const { x, y } = network.getViewPosition();
    const scale = network.getScale();
    if (pan) setCamera([x + (pan[0] * 80) / scale, y + (pan[1] * 80) / scale, scale]);
    else if (event.key === "+" || event.key === "=") zoomBy(1.35);
    else if (event.key === "-") zoomBy(1 / 1.35);
    else return;
    event.preventDefault();
    writeAddress();
  });
}

function restore() {
  const { next, camera } = readAddress(location.hash.slice(1));
  settle(next);
  if (camera) setCamera(camera);
  else fitAll(false);
}

function start() {
  const begun = readAddress(location.hash.slice(1));
  state = begun.next;
  document.body.dataset.view = state.view;
  drawPanel(); // takes its room before the canvas is measured
  startNetwork();
  startButtons();
  startKeys();
  startSearch();
  startPrinting();
  onChange(redraw);
  redraw(state, START);
  if (begun.camera) setCamera(begun.camera);
  else fitAll(false);
  window.addEventListener("hashchange", restore);
  document.documentElement.dataset.ready = "1";
}

start();
