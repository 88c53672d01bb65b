// The result as a picture: lines where years and numbers make a series, else bars of names and numbers.
"use strict";

Plan.chart = {
  most: 40,
  unit: "单位",

  // How wide a picture is drawn, so that its letters keep their size on a phone.
  wide: (place) => Math.min(Math.max(place.clientWidth || 800, 340), 800),

  // [name column, number column], or null where no columns suit.
  columns(result) {
    const sample = result.rows.slice(0, 200);
    const filled = (column) => sample.filter((row) => row[column].t !== undefined);
    const numeric = (column) => filled(column).length > 0 && filled(column).every((row) => row[column].n);
    const indices = result.columns.map((_, index) => index);
    const isYear = (column) => filled(column).every((row) => /^(19|20)\d\d$/.test(row[column].t));
    const number = indices.find((i) => numeric(i) && !isYear(i));
    const name = indices.find((i) => i !== number && filled(i).length > 0 && !numeric(i));
    const year = indices.find((i) => i !== number && filled(i).length > 1 && isYear(i));
    if (number === undefined || (name === undefined && year === undefined)) return null;
    return [name === undefined ? year : name, number, year];
  },

  // Series of [year, number] by name; null unless there are few, some has two years and none has a year twice.
  series(result, name, number, year) {
    if (year === undefined) return null;
    const found = new Map();
    for (const row of result.rows) {
      const [x, y] = [Number(row[year].t), Number(row[number].t)];
      if (row[year].t === undefined || row[number].t === undefined || !Number.isFinite(y)) continue;
      const key = name === year ? "" : String(row[name].l || row[name].t || "");
      if (!found.has(key)) found.set(key, []);
      found.get(key).push([x, y]);
    }
    const all = [...found.values()];
    const once = all.every((points) => new Set(points.map(([x]) => x)).size === points.length);
    if (!once || found.size > 8 || !all.some((points) => points.length > 1)) return null;
    for (const points of all) points.sort((a, b) => a[0] - b[0]);
    return found;
  },

  lines(series, wide) {
    const points = [...series.values()].flat();
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [low, high] = [Math.min(0, ...ys), Math.max(0, ...ys)];
    const beside = wide >= 700; // the legend, else it stands below
    const end = beside ? wide - 170 : wide - 20;
    const px = (x) => 70 + ((x - left) / (right - left || 1)) * (end - 70);
    const py = (y) => 300 - ((y - low) / (high - low || 1)) * 270;
    const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => low + (high - low) * part);
    const axis = ticks.flatMap((y) => [
      Plan.svg("line", { x1: 70, x2: end, y1: py(y), y2: py(y), class: "axis" }),
      Plan.svg("text", { x: 62, y: py(y) + 4, "text-anchor": "end" }, String(Number(y.toPrecision(4)))),
    ]);
    const every = Math.ceil((new Set(xs).size * 45) / (end - 70));
    const years = [...new Set(xs)].sort((a, b) => a - b).filter((_, index) => index % every === 0);
    const under = years.map((x) => Plan.svg("text", { x: px(x), y: 322, "text-anchor": "middle" }, String(x)));
    const drawn = [...series].map(([label, list], index) =>
      Plan.svg(
        "g",
        { class: `c${index}` },
        Plan.svg("polyline", { points: list.map(([x, y]) => `${px(x)},${py(y)}`).join(" "), class: `series c${index}` }),
        ...list.map(([x, y]) =>
          Plan.svg("circle", { cx: px(x), cy: py(y), r: 4 }, Plan.svg("title", {}, `${label} ${x}: ${y}`)),
        ),
      ),
    );
    const names = [...series.keys()].filter(Boolean);
    const [x, top, most] = beside ? [end + 20, 36, 9] : [70, 350, 18];
    const legend = names.flatMap((label, index) => [
      Plan.svg("line", { x1: x, x2: x + 18, y1: top + index * 22, y2: top + index * 22, class: `series c${index}` }),
      Plan.svg("text", { x: x + 24, y: top + 4 + index * 22 }, Plan.chart.short(label, most)),
    ]);
    return [beside ? 330 : 350 + names.length * 22, [...axis, ...under, ...drawn, ...legend]];
  },

  short: (label, most) => (label.length > most ? `${label.slice(0, most - 1)}…` : label),

  show(place, result) {
    const columns = Plan.chart.columns(result);
    if (!columns) {
      place.textContent = Plan.t("没有适合画图的列");
      return;
    }
    const [name, number, year] = columns;
    const series = Plan.chart.series(result, name, number, year);
    if (series) {
      const [tall, parts] = Plan.chart.lines(series, Plan.chart.wide(place));
      const caption = `${Plan.column(result.columns[year])} – ${Plan.column(result.columns[number])}`;
      const drawing = Plan.svg("svg", { viewBox: `0 0 ${Plan.chart.wide(place)} ${tall}`, role: "img", "aria-label": caption }, ...parts);
      place.replaceChildren(Plan.make("h3", {}, caption), drawing);
      return;
    }
    const all = result.rows.filter((row) => row[number].t !== undefined && Number.isFinite(Number(row[number].t)));
    const rows = all.slice(0, Plan.chart.most);
    const most = Math.max(...rows.map((row) => Math.abs(Number(row[number].t))), 1e-12);
    const height = rows.length * 24 + 10;
    const wide = Plan.chart.wide(place);
    const left = Math.round(Math.min(235, wide * 0.38));
    const unit = result.columns.indexOf(Plan.chart.unit);
    const more = (row, column) => (column >= 0 && column !== name && row[column].t) || "";
    const bars = rows.map((row, index) => {
      const value = Number(row[number].t);
      const label = [row[name].l || row[name].t || "", year === undefined ? "" : more(row, year)].filter(Boolean).join(" ");
      const short = Plan.chart.short(label, Math.floor(left / 14));
      const said = row[number].t + more(row, unit);
      const width = (Math.abs(value) / most) * (wide - left - 125);
      const y = index * 24 + 5;
      return Plan.svg(
        "g",
        {},
        Plan.svg("title", {}, `${label}: ${said}`),
        Plan.svg("text", { x: left, y: y + 14, "text-anchor": "end" }, short),
        Plan.svg("rect", { x: left + 10, y, width, height: 18, class: value < 0 ? "bar down" : "bar" }),
        Plan.svg("text", { x: left + 15 + width, y: y + 14 }, said),
      );
    });
    const title = `${Plan.column(result.columns[name])} – ${Plan.column(result.columns[number])}`;
    const picture = Plan.svg("svg", { viewBox: `0 0 ${wide} ${height}`, role: "img", "aria-label": title }, ...bars);
    const rest = all.length > rows.length ? `（${Plan.t("太多，只画前")} ${rows.length}）` : "";
    place.replaceChildren(Plan.make("h3", {}, title + rest), picture);
  },
};
