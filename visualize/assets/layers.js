// What is drawn under and over vis-network's nodes: tinted groups, and the veil that fades what is not adjacent.
const layers = { hulls: true, focus: null };

// Convex hull by Andrew's monotone chain.
function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list) => {
    const out = [];
    for (const p of list) {
      while (out.length > 1 && turn(out[out.length - 2], out[out.length - 1], p) <= 0) out.pop();
      out.push(p);
    }
    return out.slice(0, -1);
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.reverse())];
}
const turn = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);

const TINTS = ["#5b7fa6", "#b08a4f", "#6a9a78", "#8a78a8", "#a8706c", "#5f9a9e", "#8f8f5a"];

// Outlines of the groups in view; far-off members are left out so that a hull stays a place.
function outlines(shown) {
  const out = [];
  DATA.groups.forEach((group, g) => {
    if (group.loose) return;
    const inside = members[g].filter((i) => shown.has(i));
    if (inside.length < 4) return;
    const points = inside.map((i) => positionOf(i));
    const middle = [0, 1].map((axis) => points.map((p) => p[axis]).sort((a, b) => a - b)[points.length >> 1]);
    const reach = points.map((p) => Math.hypot(p[0] - middle[0], (p[1] - middle[1]) * 1.4)).sort((a, b) => a - b);
    const limit = reach[Math.floor(reach.length * 0.75)] * 1.7 + 40;
    out.push({ g, points: hull(points.filter((p) => Math.hypot(p[0] - middle[0], (p[1] - middle[1]) * 1.4) <= limit).flatMap(around)) });
  });
  return out;
}

// What stands over the blocks of unconnected nodes.
function captions(shown) {
  const out = [];
  DATA.groups.forEach((group, g) => {
    const inside = group.loose ? members[g].filter((i) => shown.has(i)) : [];
    if (inside.length < 3) return;
    const points = inside.map((i) => positionOf(i));
    const [left, right] = [Math.min(...points.map((p) => p[0])), Math.max(...points.map((p) => p[0]))];
    out.push({ x: (left + right) / 2, y: Math.min(...points.map((p) => p[1])) - 46, r: 0, middle: true, text: groupTitle(g), colour: "#8a94a0" });
  });
  return out;
}

// Twelve points around one, so that a hull has round corners and a margin.
const around = ([x, y]) => [...Array(12).keys()].map((k) => [x + 30 * Math.cos((k * Math.PI) / 6), y + 30 * Math.sin((k * Math.PI) / 6)]);

function drawHulls(ctx, list) {
  if (!layers.hulls) return;
  for (const { g, points } of list) {
    ctx.beginPath();
    points.forEach(([x, y], n) => (n ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
    ctx.globalAlpha = 0.1;
    ctx.fillStyle = TINTS[g % TINTS.length];
    ctx.fill();
    ctx.globalAlpha = 1;
  }
}

// What stands out: the hovered thing, else the path, else the selection.
function focusOf(hovered, s, shown) {
  const way = s.path.length === 2 ? shortestPath(s.path[0], s.path[1], s) : null;
  if (!hovered && way && way.nodes.length) return { nodes: new Set(way.nodes), edges: way.edges, veil: 0.8 };
  const thing = hovered || s.sel;
  if (kindOf(thing) === "e") return { nodes: new Set(ends[numberOf(thing)]), edges: [numberOf(thing)], veil: hovered ? 0.72 : 0.6 };
  if (kindOf(thing) !== "n") return null;
  const i = numberOf(thing);
  const edges = links[i].filter((e) => shown.edges.has(e));
  return { nodes: new Set([i, ...edges.map((e) => farEnd(e, i))]), edges, veil: hovered ? 0.78 : 0.62 };
}

function drawFocus(ctx, focus, body, dragging) {
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalAlpha = focus.veil;
  ctx.fillStyle = "#fbfaf7";
  ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  ctx.restore();
  const edges = focus.edges.map((e) => body.edges[e]).filter((edge) => edge && edge.connected);
  if (!dragging) {
    for (const edge of edges) withHover(edge, () => edge.draw(ctx));
  }
  for (const i of focus.nodes) if (body.nodes[i]) body.nodes[i].draw(ctx);
  if (!dragging) for (const edge of edges) withHover(edge, () => edge.drawArrows(ctx));
}

// Draw an edge in its stronger colour.
function withHover(edge, draw) {
  const before = edge.hover;
  edge.hover = true;
  draw();
  edge.hover = before;
}
