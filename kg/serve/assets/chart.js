// The result as bars, where one column has numbers and another has names.
"use strict";

Plan.chart = {
  most: 40,

  // [name column, number column], or null where no columns suit.
  columns(result) {
    const sample = result.rows.slice(0, 200);
    const filled = (column) => sample.filter((row) => row[column].t !== undefined);
    const numeric = (column) => filled(column).length > 0 && filled(column).every((row) => row[column].n);
    const indices = result.columns.map((_, index) => index);
    const isYear = (column) => filled(column).every((row) => /^(19|20)\d\d$/.test(row[column].t));
    const number = indices.find((i) => numeric(i) && !isYear(i));
    const name = indices.find((i) => i !== number && filled(i).length > 0 && !numeric(i));
    return number === undefined || name === undefined ? null : [name, number];
  },

  show(place, result) {
    const columns = Plan.chart.columns(result);
    if (!columns) {
      place.textContent = Plan.t("没有适合画图的列");
      return;
    }
    const [name, number] = columns;
    const all = result.rows.filter((row) => row[number].t !== undefined && Number.isFinite(Number(row[number].t)));
    const rows = all.slice(0, Plan.chart.most);
    const most = Math.max(...rows.map((row) => Math.abs(Number(row[number].t))), 1e-12);
    const height = rows.length * 24 + 10;
    const bars = rows.map((row, index) => {
      const value = Number(row[number].t);
      const label = String(row[name].l || row[name].t || "");
      const short = label.length > 16 ? `${label.slice(0, 15)}…` : label;
      const width = (Math.abs(value) / most) * 430;
      const y = index * 24 + 5;
      return Plan.svg(
        "g",
        {},
        Plan.svg("title", {}, `${label}: ${row[number].t}`),
        Plan.svg("text", { x: 235, y: y + 14, "text-anchor": "end" }, short),
        Plan.svg("rect", { x: 245, y, width, height: 18, class: value < 0 ? "bar down" : "bar" }),
        Plan.svg("text", { x: 250 + width, y: y + 14 }, row[number].t),
      );
    });
    const title = `${result.columns[name]} – ${result.columns[number]}`;
    const picture = Plan.svg("svg", { viewBox: `0 0 800 ${height}`, role: "img", "aria-label": title }, ...bars);
    const more = all.length > rows.length ? `（${Plan.t("太多，只画前")} ${rows.length}）` : "";
    place.replaceChildren(Plan.make("h3", {}, title + more), picture);
  },
};
