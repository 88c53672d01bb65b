// One path for each shape, for the legend (SVG) and for the canvas.
const SHAPES = {
  dot: (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`,
  square: (r) => polygon([[-r, -r], [r, -r], [r, r], [-r, r]], 0.88),
  triangle: (r) => polygon([[0, -r], [r * 0.95, r * 0.75], [-r * 0.95, r * 0.75]], 1.05),
  triangleDown: (r) => polygon([[0, r], [r * 0.95, -r * 0.75], [-r * 0.95, -r * 0.75]], 1.05),
  diamond: (r) => polygon([[0, -r], [r, 0], [0, r], [-r, 0]], 1.1),
  hexagon: (r) => polygon([0, 1, 2, 3, 4, 5].map((k) => [r * Math.cos((k * Math.PI) / 3), r * Math.sin((k * Math.PI) / 3)]), 1.05),
  star: (r) => polygon([...Array(10).keys()].map((k) => {
    const reach = k % 2 ? r * 0.5 : r * 1.15;
    return [reach * Math.sin((k * Math.PI) / 5), -reach * Math.cos((k * Math.PI) / 5)];
  }), 1),
  cross: (r) => {
    const a = r * 0.38;
    return polygon([[-a, -r], [a, -r], [a, -a], [r, -a], [r, a], [a, a], [a, r], [-a, r], [-a, a], [-r, a], [-r, -a], [-a, -a]], 1);
  },
  ring: (r) => `${SHAPES.dot(r)}${SHAPES.dot(r * 0.5)}`,
};

function polygon(points, scale) {
  return `M${points.map(([x, y]) => `${(x * scale).toFixed(2)},${(y * scale).toFixed(2)}`).join("L")}Z`;
}

function icon(shape, colour) {
  return svg("svg", { viewBox: "-10 -10 20 20", width: 16, height: 16, class: "icon", "aria-hidden": "true" },
    svg("path", { d: (SHAPES[shape] || SHAPES.dot)(7.5), fill: colour, "fill-rule": "evenodd" }));
}

const classIcon = (c) => icon(c.sh, c.co);

// A radius in graph units that stays visible on the screen however far the reader is.
// Where very many are shown the smallest are smaller still, or they would run together.
const drawnRadius = (size, scale) => Math.max(size, ((shown.nodes.size > 1200 ? 0.9 : 2.4) + size * 0.16) / scale);

// vis-network's hook for shapes of one's own: the library's shapes shrink to nothing when zoomed out.
function drawShape(shape) {
  const path = new Path2D(SHAPES[shape](10));
  return ({ ctx, x, y, state, style }) => {
    const radius = drawnRadius(style.size, network ? network.getScale() / labelFactor : 1);
    return {
      drawNode() {
        const zoom = radius / 10;
        ctx.translate(x, y);
        ctx.scale(zoom, zoom);
        ctx.globalAlpha = style.opacity === undefined ? 1 : style.opacity;
        ctx.fillStyle = style.color;
        ctx.fill(path, "evenodd");
        ctx.lineWidth = (state.selected || state.hover ? 2.5 : 1) / zoom;
        ctx.strokeStyle = style.borderColor;
        ctx.stroke(path);
      },
      nodeDimensions: { width: 2 * radius, height: 2 * radius },
    };
  };
}

// A community that is still folded: a pale disc, larger with more members.
function drawBubble({ ctx, x, y, state, style }) {
  return {
    drawNode() {
      ctx.beginPath();
      ctx.arc(x, y, style.size, 0, 2 * Math.PI);
      ctx.fillStyle = "rgba(107,122,144,0.16)";
      ctx.fill();
      ctx.setLineDash([4, 4]);
      ctx.lineWidth = state.selected || state.hover ? 2.5 : 1.2;
      ctx.strokeStyle = "#6b7a90";
      ctx.stroke();
      ctx.setLineDash([]);
    },
    nodeDimensions: { width: 2 * style.size, height: 2 * style.size },
  };
}
