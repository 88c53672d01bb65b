// What the reader has chosen; each change can be undone, and the address after # restores it.
const START = {
  view: "graph", // graph, list or targets
  all: false, // a large graph: everything instead of the overview
  open: [], // nodes whose neighbours are shown
  shut: [], // nodes whose leaves are hidden
  groups: [], // communities that are unfolded
  sel: "",
  path: [], // none, a start, or start and end
  off: [], // hidden classes, relations and changes, as "c:Goal", "r:within", "x:gone"
  plan: "", year: "", county: "", status: "", kind: "", said: "",
  linked: false, // only nodes that have a link
  tone: DATA.compare || NODES.some((n) => n.ch) ? "change" : "class", // what colours mean
  moved: {}, // node -> [x, y] where the reader put it
};
const FILTERS = ["plan", "year", "county", "status", "kind", "said"];
let state = structuredClone(START);
const past = [];
const listeners = [];

const onChange = (listener) => listeners.push(listener);
const isOff = (mark) => state.off.includes(mark);
const toggled = (list, item) => (list.includes(item) ? list.filter((x) => x !== item) : [...list, item]);

// change({sel: "n3"}): sets, remembers what was, tells everyone. Returns false where nothing changes.
// Going from the picture to the list is no step of its own to be undone.
function change(patch, { remember = true } = {}) {
  const before = JSON.stringify(state);
  const next = { ...state, ...patch };
  if (JSON.stringify(next) === before) return false;
  if (remember && Object.keys(patch).join() !== "view") {
    past.push(before);
    if (past.length > 200) past.shift();
  }
  settle(next);
  return true;
}

function undo() {
  if (past.length) settle({ ...JSON.parse(past.pop()), view: state.view });
}

function settle(next) {
  const previous = state;
  state = next;
  byId("undo").disabled = past.length === 0;
  for (const listener of listeners) listener(state, previous);
  writeAddress();
}

// ---- the address ----
const key = (i) => NODES[i].k;
const selectionKey = (selection) => {
  if (kindOf(selection) === "n") return `n.${key(numberOf(selection))}`;
  if (kindOf(selection) === "e") return `e.${key(ends[numberOf(selection)][0])}.${key(ends[numberOf(selection)][1])}.${EDGES[numberOf(selection)].r}`;
  return selection;
};

let addressTimer = 0;
function writeAddress() {
  window.clearTimeout(addressTimer);
  addressTimer = window.setTimeout(() => {
    const text = addressOf(state);
    if (location.hash.slice(1) !== text) history.replaceState(null, "", `#${text}`);
  }, 120);
}

function addressOf(s) {
  const out = new URLSearchParams();
  if (s.view !== START.view) out.set("v", s.view);
  if (s.all) out.set("all", "1");
  if (s.linked) out.set("linked", "1");
  if (s.tone !== START.tone) out.set("tone", s.tone);
  if (s.sel) out.set("s", selectionKey(s.sel));
  for (const [short, list] of [["o", s.open], ["x", s.shut], ["p", s.path]]) if (list.length) out.set(short, list.map(key).join("."));
  if (s.groups.length) out.set("g", s.groups.join("."));
  if (s.off.join() !== START.off.join()) out.set("off", s.off.join(" "));
  for (const filter of FILTERS) if (s[filter]) out.set(filter, s[filter]);
  const moved = Object.entries(s.moved);
  if (moved.length && moved.length <= 30) out.set("m", moved.map(([i, [x, y]]) => `${key(i)}.${x}.${y}`).join(" "));
  const camera = cameraText();
  if (camera) out.set("at", camera);
  return out.toString();
}

function readAddress(text) {
  const found = new URLSearchParams(text);
  const get = (name) => found.get(name) || "";
  const nodes = (name) => get(name).split(".").map((k) => KEYS.get(k)).filter((i) => i !== undefined);
  const next = structuredClone(START);
  if (["list", "targets"].includes(get("v"))) next.view = get("v");
  next.all = get("all") === "1";
  next.linked = get("linked") === "1";
  if (["class", "change"].includes(get("tone"))) next.tone = get("tone");
  next.sel = readSelection(get("s"));
  next.open = nodes("o");
  next.shut = nodes("x");
  next.path = nodes("p").slice(0, 2);
  next.groups = get("g").split(".").filter(Boolean).map(Number).filter((g) => g >= 0 && g < DATA.groups.length);
  if (found.has("off")) next.off = get("off").split(" ").filter((mark) => /^[crx]:[A-Za-z]+$/.test(mark));
  for (const filter of FILTERS) next[filter] = get(filter).slice(0, 80);
  for (const item of get("m").split(" ").slice(0, 30)) {
    const [k, x, y] = item.split(".");
    if (KEYS.has(k) && Number.isFinite(+x) && Number.isFinite(+y)) next.moved[KEYS.get(k)] = [+x, +y];
  }
  return { next, camera: readCamera(get("at")) };
}

function readSelection(text) {
  const [letter, a, b, predicate] = text.split(".");
  if (letter === "n" && KEYS.has(a)) return `n${KEYS.get(a)}`;
  if (letter === "e" && KEYS.has(a) && KEYS.has(b)) {
    const e = links[KEYS.get(a)].find((edge) => ends[edge][1] === KEYS.get(b) && EDGES[edge].r === predicate);
    return e === undefined ? "" : `e${e}`;
  }
  return /^g\d+$/.test(text) && DATA.groups[numberOf(text)] ? text : "";
}

function readCamera(text) {
  const numbers = text.split(",").map(Number);
  return text && numbers.length === 3 && numbers.every(Number.isFinite) && numbers[2] > 0.005 && numbers[2] < 20 ? numbers : null;
}
