// Where the reader looks, and the physics for what is in view.
function cameraText() {
  if (!network) return "";
  const { x, y } = network.getViewPosition();
  return `${Math.round(x)},${Math.round(y)},${network.getScale().toFixed(3)}`;
}

function setCamera([x, y, scale], animate = false) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  network.moveTo({ position: { x, y }, scale, animation: animate && !calm ? { duration: 350 } : false });
  if (calm) writeAddress();
}

function fitAll(animate = true) {
  const linked = order.filter((i) => links[i].length);
  const bubbles = [...shown.bubbles.keys()].map((g) => `g${g}`);
  fitTo([...(linked.length ? linked : order), ...bubbles], animate, 1.2);
}

function fitTo(ids, animate, largest) {
  if (!ids.length) return;
  const points = ids.map((i) => network.body.nodes[i]).filter(Boolean);
  const [left, right] = [Math.min(...points.map((p) => p.x)), Math.max(...points.map((p) => p.x))];
  const [top, bottom] = [Math.min(...points.map((p) => p.y)), Math.max(...points.map((p) => p.y))];
  const frame = network.canvas.frame.canvas;
  // Margins in screen pixels: labels at the sides, the tool bar below.
  const scale = Math.min(largest, (frame.clientWidth - 96) / (right - left + 40), (frame.clientHeight - 120) / (bottom - top + 40));
  setCamera([(left + right) / 2, (top + bottom) / 2 + 26 / scale, scale], animate);
}

// Move to nodes without losing the reader: only if they are out of sight, and never closer than needed.
function goTo(ids) {
  const there = ids.filter((i) => network.body.nodes[i]);
  if (there.length === 1) {
    const { x, y } = network.body.nodes[there[0]];
    setCamera([x, y, Math.max(0.8, network.getScale())], true);
  } else fitTo(there, true, 1.1);
}

function setPhysics(on) {
  byId("physics").setAttribute("aria-pressed", String(on));
  if (on) {
    const frame = network.canvas.frame.canvas;
    const a = network.DOMtoCanvas({ x: 0, y: 0 });
    const b = network.DOMtoCanvas({ x: frame.clientWidth, y: frame.clientHeight });
    const inView = (p) => p.x > a.x && p.x < b.x && p.y > a.y && p.y < b.y;
    nodeSet.update([...shown.nodes].map((i) => ({ id: i, physics: inView(network.body.nodes[i]) })));
    network.setOptions({ physics: { enabled: true } });
    window.clearTimeout(setPhysics.timer);
    setPhysics.timer = window.setTimeout(() => setPhysics(false), 6000);
    return;
  }
  window.clearTimeout(setPhysics.timer);
  network.setOptions({ physics: { enabled: false } });
  const at = network.getPositions([...shown.nodes]);
  const moved = { ...state.moved };
  for (const i of shown.nodes) {
    const [x, y] = positionOf(i);
    if (Math.hypot(at[i].x - x, at[i].y - y) > 1) moved[i] = [Math.round(at[i].x), Math.round(at[i].y)];
  }
  change({ moved });
}
