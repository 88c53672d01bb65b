// Which nodes, links and folded communities a state shows. Nothing here touches the page.
const OVERVIEW = DATA.overview ? new Set(DATA.overview) : null;
const MOST = 900; // a filter shows at most so many nodes of a large graph, best connected first
const ALL = 8000; // and so many when asked for everything: more would not be readable, nor quick
const members = DATA.groups.map(() => []);
RANKED.forEach((i) => members[NODES[i].g].push(i));

const planYear = (p) => String(FACTS.plans[p].year || "");

// Does a node or an edge pass the filters by plan, year, and said or inferred?
function passesSource(row, s) {
  if (s.plan !== "" && !(row.p || []).some((p) => FACTS.plans[p].id === s.plan)) return false;
  if (s.year && !(row.p || []).some((p) => planYear(p) === s.year)) return false;
  if (s.said === "said" && row.i) return false;
  if (s.said === "inferred" && !row.i) return false;
  return true;
}

function passesNode(i, s) {
  const row = NODES[i];
  if (s.off.includes(`c:${classOf(i).n}`) || (row.ch && s.off.includes(`x:${row.ch}`))) return false;
  if (s.county && !(row.co || []).some((c) => FACTS.counties[c].n === s.county)) return false;
  if (s.status && row.st !== s.status) return false;
  if (s.kind && row.kd !== s.kind) return false;
  return s.said ? saidNode(i, s) : passesSource(row, s);
}

// "Inferred only" keeps the ends of inferred links too, else nothing could be seen of them.
function saidNode(i, s) {
  if (!passesSource(NODES[i], { ...s, said: "" })) return false;
  if (s.said === "inferred") return Boolean(NODES[i].i) || links[i].some((e) => EDGES[e].i);
  return !NODES[i].i;
}

function passesEdge(e, s) {
  const row = EDGES[e];
  return !s.off.includes(`r:${row.r}`) && !(row.ch && s.off.includes(`x:${row.ch}`)) && passesSource(row, s);
}

const narrowed = (s) => FILTERS.some((filter) => s[filter]);

// All nodes that pass the filters, best connected first: what the list shows.
const matching = (s) => RANKED.filter((i) => passesNode(i, s) && (!s.linked || links[i].some((e) => passesEdge(e, s))));

function visible(s) {
  const fits = new Set(matching(s));
  const nodes = base(s, fits);
  for (const i of s.open) for (const j of opened(i, fits)) nodes.add(j);
  for (const g of s.groups) for (const i of members[g]) if (fits.has(i)) nodes.add(i);
  for (const i of s.shut) for (const j of leaves(i)) nodes.delete(j);
  for (const i of [...s.open, ...s.shut, ...s.path]) nodes.add(i);
  if (s.path.length === 2) for (const i of shortestPath(s.path[0], s.path[1], s).nodes) nodes.add(i);
  if (kindOf(s.sel) === "n") nodes.add(numberOf(s.sel));
  if (kindOf(s.sel) === "e") for (const i of ends[numberOf(s.sel)]) nodes.add(i);
  const edges = new Set();
  for (const i of nodes) for (const e of links[i]) if (ends[e][0] === i && nodes.has(ends[e][1]) && passesEdge(e, s)) edges.add(e);
  return { nodes, edges, ...folded(s, fits, nodes) };
}

function base(s, fits) {
  if (!OVERVIEW) return new Set(fits);
  if (s.all) return new Set([...fits].slice(0, ALL));
  if (narrowed(s)) return new Set([...fits].slice(0, MOST));
  return new Set([...OVERVIEW].filter((i) => fits.has(i)));
}

// A hub's neighbours come best connected first, so that one double click never floods the view.
const OPENED_AT_ONCE = 80;
const opened = (i, fits) => neighbours(i).filter((j) => fits.has(j)).sort((a, b) => RANK[a] - RANK[b]).slice(0, OPENED_AT_ONCE);
const leaves = (i) => neighbours(i).filter((j) => neighbours(j).length === 1);

// Communities with hidden members become one disc each, with links to what is shown.
function folded(s, fits, nodes) {
  const bubbles = new Map();
  const threads = new Map();
  if (!OVERVIEW || s.all || narrowed(s)) return { bubbles, threads };
  for (let g = 0; g < members.length; g++) {
    const hidden = members[g].filter((i) => fits.has(i) && !nodes.has(i));
    if (hidden.length > 2 && !s.groups.includes(g)) bubbles.set(g, hidden);
  }
  for (let e = 0; e < ends.length; e++) {
    const [a, b] = ends[e].map((i) => (nodes.has(i) ? `n${i}` : bubbles.has(NODES[i].g) && fits.has(i) ? `g${NODES[i].g}` : ""));
    if (!a || !b || a === b || (a[0] === "n" && b[0] === "n") || !passesEdge(e, s)) continue;
    const pair = a < b ? `${a} ${b}` : `${b} ${a}`;
    threads.set(pair, (threads.get(pair) || 0) + 1);
  }
  const strongest = [...threads].sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1)).slice(0, Math.min(200, bubbles.size * 2));
  return { bubbles, threads: new Map(strongest) };
}
