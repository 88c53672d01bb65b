// A small map out of the coordinates in the file: no tiles, north is up, degrees of longitude narrowed by latitude.
function mapPart(centre = "", near = null) {
  const placed = FACTS.counties.map((c, n) => ({ ...c, n: c.n, index: n })).filter((c) => c.at && (!near || near.has(c.n) || c.n === centre));
  if (placed.length < 2) return null;
  const project = projection(placed.map((c) => c.at), 320, 230);
  const busiest = Math.max(...placed.map((c) => countyCount(c.index)), 1);
  const links_ = countyLinks(placed, project);
  const taken = new Taken();
  const ranked = placed.sort((a, b) => (b.n === centre) - (a.n === centre) || countyCount(b.index) - countyCount(a.index));
  const dots = ranked.map((c) => countyDot(taken, c, project(c.at), Math.sqrt(countyCount(c.index) / busiest), c.n === centre));
  const things = NODES.map((row, i) => [row, i]).filter(([row]) => row.at && row.c !== "Place").slice(0, 200).map(([row, i]) => {
    const [x, y] = project(row.at);
    return svg("path", { d: SHAPES[classOf(i).sh](3.5), transform: `translate(${x},${y})`, fill: classOf(i).co, class: "thing", onclick: () => choose(`n${i}`, { go: true }) }, svg("title", null, labelOf(i)));
  });
  const picture = svg("svg", { viewBox: "0 0 320 230", class: "map", role: "group", "aria-label": "县的相对位置" }, ...links_, ...things, ...dots);
  return el("section", { class: "card mapcard" }, el("h3", null, "位置"), picture, el("p", { class: "note" }, "按经纬度，上北；圆越大，内容越多。"));
}

function projection(points, width, height) {
  const lat = points.reduce((sum, p) => sum + p[1], 0) / points.length;
  const flat = points.map(([x, y]) => [x * Math.cos((lat * Math.PI) / 180), -y]);
  const [left, right] = [Math.min(...flat.map((p) => p[0])), Math.max(...flat.map((p) => p[0]))];
  const [top, bottom] = [Math.min(...flat.map((p) => p[1])), Math.max(...flat.map((p) => p[1]))];
  const scale = Math.min((width - 84) / (right - left || 1), (height - 48) / (bottom - top || 1));
  return ([x, y]) => [
    +((x * Math.cos((lat * Math.PI) / 180) - (left + right) / 2) * scale + width / 2).toFixed(1),
    +((-y - (top + bottom) / 2) * scale + height / 2 - 4).toFixed(1),
  ];
}

const countyCount = (index) => countyCounts[index] || 0;
const countyCounts = [];
NODES.forEach((row) => (row.co || []).forEach((c) => (countyCounts[c] = (countyCounts[c] || 0) + 1)));

function countyDot(taken, county, [x, y], size, isCentre) {
  const pick = () => pickCounty(county);
  const text = cut(plain(county.n), 8);
  const low = +(y + 3.5 + 7 * size + 10).toFixed(1);
  const box = [x - text.length * 5, low - 9, x + text.length * 5, low + 2];
  const fits = taken.free(box);
  if (fits) taken.take(box);
  return svg("g", { class: isCentre ? "county centre" : "county", tabindex: 0, role: "button", "aria-label": county.n, onclick: pick, onkeydown: (event) => event.key === "Enter" && pick() },
    svg("circle", { cx: x, cy: y, r: (3.5 + 7 * size).toFixed(1) }), svg("title", null, plain(county.n)), ...(fits ? [svg("text", { x, y: low }, text)] : []));
}

// The county's own node if it has one, else the filter.
function pickCounty(county) {
  const node = RANKED.find((i) => NODES[i].c === "Place" && (NODES[i].cd ? NODES[i].cd === county.cd : labelOf(i) === county.n));
  if (node !== undefined) choose(`n${node}`, { go: true });
  else change({ county: county.n });
}

// Lines between counties that a project joins.
function countyLinks(placed, project) {
  const at = new Map(placed.map((c) => [c.index, project(c.at)]));
  const pairs = new Map();
  NODES.forEach((row) => {
    const here = (row.co || []).filter((c) => at.has(c));
    if (row.c !== "Project" || here.length < 2 || here.length > 4) return;
    for (let n = 1; n < here.length; n++) pairs.set(`${here[n - 1]} ${here[n]}`, (pairs.get(`${here[n - 1]} ${here[n]}`) || 0) + 1);
  });
  return [...pairs].sort((a, b) => b[1] - a[1]).slice(0, 40).map(([pair, count]) => {
    const [[x1, y1], [x2, y2]] = pair.split(" ").map((c) => at.get(Number(c)));
    return svg("line", { x1, y1, x2, y2, class: "joined", "stroke-width": Math.min(4, 0.8 + count * 0.4) });
  });
}
