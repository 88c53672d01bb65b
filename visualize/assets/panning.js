// Dragging the view of a large graph: nodes and labels are drawn once on a sheet larger than the window,
// and each picture of the drag only shifts it. Redrawing thousands of shapes sixty times a second is too much.
const panning = { sheet: null, margin: [0, 0], origin: null };
const PAN_BY_SHEET = 400; // below so many nodes the plain way is quick enough
const LARGEST_SHEET = 4096; // pixels

function beginPan() {
  if (shown.nodes.size + shown.bubbles.size < PAN_BY_SHEET) return;
  layPanSheet();
  network.renderer.options.hideNodesOnDrag = true;
}

function endPan() {
  panning.sheet = null;
  network.renderer.options.hideNodesOnDrag = false;
}

function layPanSheet() {
  const { body } = network;
  const frame = network.canvas.frame.canvas;
  const ratio = frame.width / frame.clientWidth;
  const { scale, translation } = body.view;
  const margin = [frame.width, frame.height].map((size) => Math.max(0, Math.min(size, Math.floor((LARGEST_SHEET - size) / 2))));
  const sheet = panning.sheet || document.createElement("canvas");
  [sheet.width, sheet.height] = [frame.width + 2 * margin[0], frame.height + 2 * margin[1]];
  const ctx = sheet.getContext("2d");
  const [dx, dy] = [translation.x * ratio + margin[0], translation.y * ratio + margin[1]];
  ctx.setTransform(ratio * scale, 0, 0, ratio * scale, dx, dy);
  const view = { scale, left: -dx / ratio / scale, top: -dy / ratio / scale, width: sheet.width / ratio, height: sheet.height / ratio };
  const [right, bottom] = [view.left + view.width / scale, view.top + view.height / scale];
  drawHulls(ctx, outlineList);
  for (const id of body.nodeIndices) {
    const node = body.nodes[id];
    if (node.x > view.left - 40 && node.x < right + 40 && node.y > view.top - 40 && node.y < bottom + 40) node.draw(ctx);
  }
  const focus = focusOf("", state, shown);
  if (focus) drawFocus(ctx, focus, body, true);
  drawLabels(ctx, labelItems(body, focus, view), view, { ratio, most: 400 });
  Object.assign(panning, { sheet, margin, origin: { ...translation } });
}

function drawPanSheet(ctx) {
  const frame = network.canvas.frame.canvas;
  const ratio = frame.width / frame.clientWidth;
  const shift = () => ["x", "y"].map((axis) => (network.body.view.translation[axis] - panning.origin[axis]) * ratio);
  let [dx, dy] = shift();
  if (Math.abs(dx) > panning.margin[0] || Math.abs(dy) > panning.margin[1]) {
    layPanSheet();
    [dx, dy] = shift();
  }
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.drawImage(panning.sheet, Math.round(dx) - panning.margin[0], Math.round(dy) - panning.margin[1]);
  ctx.restore();
}
