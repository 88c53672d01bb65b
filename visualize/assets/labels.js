// Labels at one size on the screen, best connected first, none over another. vis-network's own labels are off.
const FONT = '"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif';
const labelWidths = new Map();
const shortLabels = labels.map((text) => cut(text, 14));

function widthOf(ctx, text, font) {
  const id = `${font}|${text}`;
  if (!labelWidths.has(id)) {
    ctx.font = font;
    labelWidths.set(id, ctx.measureText(text).width);
  }
  return labelWidths.get(id);
}

// Boxes already taken, on a grid of 64 pixels.
class Taken {
  constructor() { this.cells = new Map(); }
  *cellsOf(box) {
    for (let x = Math.floor(box[0] / 64); x <= Math.floor(box[2] / 64); x++)
      for (let y = Math.floor(box[1] / 64); y <= Math.floor(box[3] / 64); y++) yield x * 4096 + y;
  }
  free(box) {
    for (const cell of this.cellsOf(box))
      for (const b of this.cells.get(cell) || [])
        if (b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3]) return false;
    return true;
  }
  take(box) {
    for (const cell of this.cellsOf(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(box);
    }
  }
}

// Keep labels off the dots of more important things; a little is given away so that crowded places get names too.
function takeDot(taken, item, view) {
  const [x, y, r] = [(item.x - view.left) * view.scale, (item.y - view.top) * view.scale, item.r * view.scale * 0.8];
  if (x > 0 && y > 0 && x < view.width && y < view.height) taken.take([x - r, y - r, x + r, y + r]);
}

// Where a label fits: below its dot, else to the right, the left or above; null where nowhere.
function roomForLabel(item, width, size, view, taken, factor) {
  const [x, y, r] = [(item.x - view.left) * view.scale, (item.y - view.top) * view.scale, item.r * view.scale];
  if (x < -60 || x > view.width + 60 || y < -30 || y > view.height + 10) return null;
  const aside = r + width / 2 + 4 * factor;
  const spots = item.middle ? [[x, y - size / 2]]
    : [[x, y + r + 3 * factor], [x + aside, y - size / 2], [x - aside, y - size / 2], [x, y - r - size - 3 * factor]];
  for (const [left, top] of spots) {
    const box = [left - width / 2 - 3, top - 1, left + width / 2 + 3, top + size + 3];
    if (box[0] < 0 || box[2] > view.width || !taken.free(box)) continue;
    taken.take(box);
    return [left, top];
  }
  return null;
}

// items: what has a label, in order of importance, each {x, y, r, text, bold, colour}; x, y, r in graph units.
function drawLabels(ctx, items, view, { most = 170, ratio = 1, factor = 1, halo = true } = {}) {
  const taken = new Taken();
  const size = Math.min(16, Math.max(11, 12.5 * Math.sqrt(view.scale / factor))) * factor;
  let drawn = 0;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3 * factor;
  ctx.strokeStyle = "rgba(251,250,247,0.92)";
  for (const item of items) {
    if (!item.middle) takeDot(taken, item, view);
    const font = `${item.bold ? "600 " : ""}${size}px ${FONT}`;
    const spot = roomForLabel(item, widthOf(ctx, item.text, font), size, view, taken, factor);
    if (!spot) continue;
    const [x, top] = spot;
    ctx.font = font;
    if (halo) ctx.strokeText(item.text, x, top);
    ctx.fillStyle = item.colour || "#27323f";
    ctx.fillText(item.text, x, top);
    if (++drawn >= most) break;
  }
  ctx.restore();
  return drawn;
}
