// Small parts that several views share: buttons to nodes and edges, marks, sentences with the name highlighted.
const nodeButton = (i, more) =>
  el("button", { type: "button", class: "link", "data-node": i, title: labelOf(i), onclick: () => choose(`n${i}`, { go: true }), ...more },
    classIcon(classOf(i)), name(i));

const inferredMark = (row) => (row.i ? el("span", { class: "mark inferred", title: row.ru ? `推断，规则 ${row.ru}` : "文中没有明说，由规则推断" }, "推断") : null);
const changeMark = (row) => {
  if (!row.ch) return null;
  const kind = FACTS.changes[row.ch];
  return el("span", { class: `mark change ${row.ch}` }, kind.zh);
};

// A relation as a button; from is the end that the reader comes from, so that an arrow says which way it runs.
function edgeButton(e, from) {
  const back = from !== undefined && ends[e][0] !== from;
  return el("button", { type: "button", class: "relation", onclick: () => choose(`e${e}`, { go: true }), title: "看依据" },
    back ? `← ${predicateName(e)}` : `${predicateName(e)} →`);
}

// One sentence with what it is about highlighted, and where it stands.
function sentencePart(number) {
  const [sentence, start, end] = FACTS.evidence[number];
  const [plan, section, page, text] = FACTS.sentences[sentence];
  const body = el("blockquote", null, text.slice(0, start), end > start ? el("mark", null, text.slice(start, end)) : null, text.slice(end));
  const source = [plan >= 0 ? FACTS.plans[plan].title : "", section, page ? `第 ${page} 页` : ""].filter(Boolean);
  return el("li", { class: "sentence" }, body, el("cite", null, source.map((part, n) => [n ? el("span", { class: "dot" }, " · ") : null, el("bdi", null, part)])));
}

// Sentences, each once, the first few at once and the rest on request.
function sentencesPart(numbers, first = 6) {
  const seen = new Set();
  const once = (numbers || []).filter((n) => {
    const id = `${FACTS.evidence[n][0]}:${FACTS.evidence[n][1]}`;
    return FACTS.evidence[n] && !seen.has(id) && seen.add(id);
  });
  if (!once.length) return null;
  const list = el("ul", { class: "sentences" });
  return el("section", { class: "card" }, el("h3", null, `依据（${once.length} 句）`), moreList(list, once, sentencePart, first));
}

// Fill a list with the first items and a button for the others.
function moreList(list, items, make, first) {
  list.append(...items.slice(0, first).map(make));
  if (items.length <= first) return list;
  const rest = el("button", { type: "button", class: "quiet more" }, `再看 ${items.length - first} 条`);
  rest.addEventListener("click", () => {
    list.append(...items.slice(first).map(make));
    rest.remove();
  });
  return el("div", null, list, rest);
}

const chip = (text, title) => (text ? el("span", { class: "chip", title }, el("bdi", null, text)) : null);
const definition = (term, ...value) => [el("dt", null, term), el("dd", null, ...value)];
const joined = (items) => items.map((item, n) => [n ? "、" : null, el("bdi", null, item)]);
