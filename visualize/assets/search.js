// Find by label, alias, pinyin in full or initials; arrow keys, Enter and Escape as in any combo box.
const folded_ = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
const searchRows = NODES.map((row, i) => ({
  names: [folded_(labels[i]), ...(row.a || []).map((a) => folded_(plain(a)))],
  sounds: (row.py || []).map((both) => both.split(" ")),
}));

// Lower is better; Infinity is no match.
function matchScore(row, query) {
  let best = Infinity;
  row.names.forEach((text, n) => {
    const at = text.indexOf(query);
    if (at >= 0) best = Math.min(best, (text === query ? 0 : at === 0 ? 1 : 2) + (n ? 0.5 : 0));
  });
  if (best < Infinity || !/^[a-z0-9]+$/.test(query)) return best;
  for (const [full, initials] of row.sounds) {
    if (full === query || initials === query) best = Math.min(best, 3);
    else if (full.startsWith(query) || initials.startsWith(query)) best = Math.min(best, 4);
    else if (query.length > 1 && (initials.includes(query) || full.includes(query))) best = Math.min(best, 5);
  }
  return best;
}

function find(text, most = 12) {
  const query = folded_(text);
  if (!query) return [];
  const found = [];
  for (const i of RANKED) {
    const score = matchScore(searchRows[i], query);
    if (score < Infinity) found.push([score, i]);
  }
  return found.sort((a, b) => a[0] - b[0] || RANK[a[1]] - RANK[b[1]]).slice(0, most).map(([, i]) => i);
}

function startSearch() {
  const box = byId("q");
  const list = byId("hits");
  let hits = [];
  let active = -1;
  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const take = (i) => {
    close();
    box.value = labels[i].slice(0, 80);
    box.blur();
    choose(`n${i}`, { go: true });
  };
  const mark = (next) => {
    active = hits.length ? (next + hits.length) % hits.length : -1;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === active)));
    if (active >= 0) {
      box.setAttribute("aria-activedescendant", `hit-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  };
  const refresh = () => {
    hits = find(box.value);
    list.replaceChildren(...hits.map((i, n) => hitItem(i, n, box.value, take)));
    if (!hits.length && box.value.trim()) list.append(el("li", { class: "none" }, "没有找到"));
    list.hidden = !box.value.trim();
    box.setAttribute("aria-expanded", String(!list.hidden));
    mark(0);
    if (box.value.trim()) say(hits.length ? `${hits.length} 个结果` : "没有找到");
  };
  box.addEventListener("input", refresh);
  box.addEventListener("focus", () => {
    box.select();
    if (box.value.trim()) refresh();
  });
  box.addEventListener("blur", () => window.setTimeout(close, 150));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0 && !list.hidden && !event.isComposing) take(hits[active]);
    else if (event.key === "Escape") {
      box.value = "";
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      box.focus();
    }
  });
}

function hitItem(i, n, text, take) {
  const query = folded_(text);
  const alias = folded_(labels[i]).includes(query) ? "" : (NODES[i].a || []).find((a) => folded_(plain(a)).includes(query)) || "";
  const note = [alias && `又称 ${cut(plain(alias), 16)}`, (NODES[i].co || []).map((c) => FACTS.counties[c].n).slice(0, 2).join("、")].filter(Boolean).join(" · ");
  return el("li", { id: `hit-${n}`, role: "option", "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); take(i); } },
    classIcon(classOf(i)), el("span", { class: "hit" }, name(i)), el("small", null, el("bdi", null, plain(note))));
}
