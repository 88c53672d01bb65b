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

// order: drawn items in order of importance, each {x, y, r, text, bold, faded}; x, y, r in graph units.
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
    const x = (item.x - view.left) * view.scale;
    const top = (item.y - view.top) * view.scale + (item.middle ? -size / 2 : item.r * view.scale + 3 * factor);
    if (x < -60 || x > view.width + 60 || top < -30 || top > view.height + 10) continue;
    const font = `${item.bold ? "600 " : ""}${size}px ${FONT}`;
    const width = widthOf(ctx, item.text, font);
    const box = [x - width / 2 - 3, top - 1, x + width / 2 + 3, top + size + 3];
    if (!taken.free(box)) continue;
    taken.take(box);
    ctx.font = font;
    if (halo) ctx.strokeText(item.text, x, top);
    ctx.fillStyle = item.colour || "#27323f";
    ctx.fillText(item.text, x, top);
    if (++drawn >= most) break;
  }
  ctx.restore();
  return drawn;
}
