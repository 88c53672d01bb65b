// The data of the page, indexes over it, and the few helpers that everything else uses.
// Text from the graph reaches the page only through textContent and the canvas, never as markup.
const DATA = JSON.parse(document.getElementById("data").textContent);
const FACTS = DATA.facts;
const NODES = FACTS.nodes; // facts of node i; drawing of node i is DATA.vis.nodes[i]
const EDGES = FACTS.edges;
const CLASSES = FACTS.classes;
const CLASS_OF = new Map(CLASSES.map((c) => [c.n, c]));

const byId = (id) => document.getElementById(id);

// el("a", {class: "x", onclick: f}, "text", child): an element; strings become text nodes.
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  setAll(node, attributes);
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== "") node.append(child);
  return node;
}

function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAll(node, attributes);
  node.append(...children);
  return node;
}

function setAll(node, attributes) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
}

// Names may carry marks that turn the direction of writing or are not to be seen: kept out of the canvas.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const plain = (text) => String(text).replace(UNSEEN, "");
const cut = (text, length) => {
  const letters = Array.from(text.length > length * 3 ? text.slice(0, length * 3) : text);
  return letters.length > length ? letters.slice(0, length - 1).join("") + "…" : letters.join("");
};

const labels = DATA.vis.nodes.map((n) => plain(n.label) || "（无名）");
const labelOf = (i) => labels[i];
const classOf = (i) => CLASS_OF.get(NODES[i].c) || CLASS_OF.get("Other");
const name = (i) => el("bdi", null, cut(labels[i], 60));

const ends = DATA.vis.edges.map((e) => [e.from, e.to]);
const links = NODES.map(() => []); // edge numbers at each node
ends.forEach(([a, b], e) => {
  links[a].push(e);
  if (b !== a) links[b].push(e);
});
const farEnd = (e, i) => (ends[e][0] === i ? ends[e][1] : ends[e][0]);
const degree = (i) => links[i].length;
const neighbours = (i) => [...new Set(links[i].map((e) => farEnd(e, i)))];

const RANKED = NODES.map((_, i) => i).sort((a, b) => weight(b) - weight(a) || a - b);
function weight(i) {
  return degree(i) * (NODES[i].c === "Place" ? 1.6 : NODES[i].c === "Target" || NODES[i].c === "Goal" ? 0.4 : 1);
}
const RANK = new Array(NODES.length);
RANKED.forEach((i, rank) => (RANK[i] = rank));

const predicateName = (e) => EDGES[e].l || (FACTS.predicates[EDGES[e].r] || { zh: EDGES[e].r }).zh;
const KEYS = new Map(NODES.map((n, i) => [n.k, i]));

// Redraw a part without taking the keyboard away from whoever is in it: the same control, counted from
// the top, has the focus afterwards; where it is gone, the part itself.
function keepFocus(part, redraw) {
  const controls = () => [...part.querySelectorAll("button, input, select, summary, a[href], [tabindex]")];
  const at = controls().indexOf(document.activeElement);
  redraw();
  if (at < 0) return;
  const same = controls()[at];
  (same || part).focus({ preventScroll: true });
}

// A selection is "" or a letter and a number: n12 a node, e3 an edge, g4 a group.
const kindOf = (selection) => selection.charAt(0);
const numberOf = (selection) => Number(selection.slice(1));

const countText = (count, unit) => `${count.toLocaleString("zh-CN")} ${unit}`;
const say = (text) => (byId("say").textContent = text);
const isNarrow = () => window.matchMedia("(max-width: 1080px)").matches;
const isPhone = () => window.matchMedia("(max-width: 760px)").matches;
