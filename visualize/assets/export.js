// The picture of the graph at twice the screen's size, for a file and for paper.
function picture() {
  const frame = network.canvas.frame.canvas;
  const [width, height] = [frame.clientWidth, frame.clientHeight];
  const camera = { position: network.getViewPosition(), scale: network.getScale() };
  labelFactor = 2;
  network.setSize(`${width * 2}px`, `${height * 2}px`);
  network.moveTo({ position: camera.position, scale: camera.scale * 2 });
  network.redraw();
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [frame.width, frame.height + 112];
  const ctx = sheet.getContext("2d");
  ctx.fillStyle = "#ffffff";
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  ctx.drawImage(frame, 0, 0);
  legendStrip(ctx, sheet.width, frame.height);
  labelFactor = 1;
  network.setSize("100%", "100%");
  network.moveTo(camera);
  network.redraw();
  return sheet;
}

function legendStrip(ctx, width, top) {
  ctx.fillStyle = "#27323f";
  ctx.font = `24px ${FONT}`;
  ctx.textBaseline = "middle";
  ctx.fillText(cut(plain(document.title), 50), 20, top + 78);
  let x = 28;
  for (const c of CLASSES) {
    if (isOff(`c:${c.n}`) || !order.some((i) => classOf(i) === c)) continue;
    ctx.save();
    ctx.translate(x, top + 32);
    ctx.fillStyle = c.co;
    ctx.fill(new Path2D(SHAPES[c.sh](11)), "evenodd");
    ctx.restore();
    ctx.fillText(c.zh, x + 20, top + 32);
    x += 20 + ctx.measureText(c.zh).width + 40;
    if (x > width - 120) break;
  }
}

function savePicture() {
  picture().toBlob((blob) => {
    const address = URL.createObjectURL(blob);
    const link = el("a", { href: address, download: `${plain(document.title).replace(/[\\/:*?"<>|]/g, "").slice(0, 60) || "plankg"}.png` });
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(address), 10000);
    say("图片已保存");
  }, "image/png");
}

function startPrinting() {
  window.addEventListener("beforeprint", () => {
    const wanted = state.view === "graph" && network.canvas.frame.clientWidth > 0;
    if (wanted) copyTo(byId("print-picture"), picture());
    byId("print-picture").hidden = state.view !== "graph";
  });
  window.addEventListener("afterprint", () => {
    byId("print-picture").hidden = true;
  });
}

// A canvas and not an image, which would still be decoding when the paper is laid out.
function copyTo(sheet, drawn) {
  [sheet.width, sheet.height] = [drawn.width, drawn.height];
  sheet.getContext("2d").drawImage(drawn, 0, 0);
}
