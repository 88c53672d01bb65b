// The result as a table: sorted by a click on a heading, each row opens to its sentences.
"use strict";

Plan.table = {
  step: 200,

  show(place, result) {
    const state = { rows: result.rows.map((cells, index) => ({ cells, index })), column: -1, down: false, shown: 0 };
    const body = Plan.make("tbody");
    const heads = result.columns.map((name, column) => {
      const button = Plan.make("button", { type: "button", onclick: () => sort(column), title: `?${name}` }, Plan.column(name));
      return Plan.make("th", { scope: "col" }, button);
    });
    const more = Plan.make("button", { type: "button", class: "more", onclick: () => add() }, "…");
    const table = Plan.make(
      "table",
      { class: "result" },
      Plan.make("thead", {}, Plan.make("tr", {}, Plan.make("th", { class: "open" }), ...heads)),
      body,
    );

    function add() {
      const next = state.rows.slice(state.shown, state.shown + Plan.table.step);
      body.append(...next.map((row) => Plan.table.row(row.cells, result.columns.length)));
      state.shown += next.length;
      more.hidden = state.shown >= state.rows.length;
      more.textContent = `${state.shown} / ${state.rows.length} …`;
    }

    function sort(column) {
      state.down = state.column === column ? !state.down : false;
      state.column = column;
      const sign = state.down ? -1 : 1;
      state.rows.sort((a, b) => sign * Plan.table.compare(a.cells[column], b.cells[column]) || a.index - b.index);
      heads.forEach((head, index) => {
        if (index === column) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      state.shown = 0;
      body.replaceChildren();
      add();
    }

    add();
    place.replaceChildren(table, more);
  },

  // Empty cells last; numbers as numbers, text by the language's order.
  compare(a, b) {
    const x = a.t === undefined ? "" : a.l || a.t;
    const y = b.t === undefined ? "" : b.l || b.t;
    if (!x || !y) return x ? -1 : y ? 1 : 0;
    const numbers = [Number(x), Number(y)];
    if (numbers.every((n) => !Number.isNaN(n))) return numbers[0] - numbers[1];
    return x.localeCompare(y, "zh");
  },

  row(cells, width) {
    const button = Plan.make("button", { type: "button", "aria-expanded": "false", title: Plan.t("原文") }, "▸");
    const row = Plan.make("tr", {}, Plan.make("td", { class: "open" }, button));
    for (const cell of cells) {
      const shown = cell.t === undefined ? "" : Plan.link(cell.l || cell.t, cell.u);
      const attributes = cell.n ? { class: "number" } : {};
      if (!cell.u && (cell.t || "").length > 30) attributes.class = "long";
      if (cell.i) attributes.title = cell.i;
      row.append(Plan.make("td", attributes, shown));
    }
    button.addEventListener("click", () => Plan.table.open(row, button, cells, width));
    return row;
  },

  async open(row, button, cells, width) {
    if (button.getAttribute("aria-expanded") === "true") {
      button.setAttribute("aria-expanded", "false");
      button.textContent = "▸";
      row.nextSibling.remove();
      return;
    }
    button.setAttribute("aria-expanded", "true");
    button.textContent = "▾";
    const place = Plan.make("td", { colspan: String(width + 1), class: "evidence" }, Plan.t("运行中……"));
    row.after(Plan.make("tr", {}, place));
    try {
      const terms = cells.map((cell) => (cell.i ? { i: cell.i } : { t: cell.t || "" }));
      const reply = await Plan.post("/api/evidence", { cells: terms });
      const found = reply.ok ? await reply.json() : [];
      const quotes = found.map(Plan.table.quote);
      place.replaceChildren(...(quotes.length ? quotes : [reply.ok ? Plan.t("没有找到原文") : await reply.text()]));
    } catch {
      place.textContent = Plan.t("连不上服务器");
    }
  },

  quote(item) {
    const words = item.pieces.map(([text, mark]) =>
      mark ? Plan.make("mark", mark === "q" ? { class: "quote" } : {}, text) : text,
    );
    const where = [Plan.link(item.plan, item.href)];
    if (item.section) where.push(` · ${item.section}`);
    if (item.page) where.push(` · ${Plan.t("第")} ${item.page} ${Plan.t("页")}`);
    if (item.inferred) where.push(" · ", Plan.make("span", { class: "inferred" }, Plan.t("推断")));
    if (item.rule) where.push(" · ", Plan.make("code", {}, item.rule));
    return Plan.make("blockquote", {}, Plan.make("p", {}, ...words), Plan.make("footer", {}, ...where));
  },
};
