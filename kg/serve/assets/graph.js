// The result as a graph: triples as they are, rows of a SELECT as links between the things in them.
"use strict";

Plan.graph = {
  most: 120,

  edges(result) {
    const found = [];
    const node = (cell) => (cell && cell.u ? { key: cell.u, label: cell.l || cell.t } : null);
    for (const row of result.rows) {
      if (result.kind === "triples") {
        const [subject, object] = [node(row[0]), node(row[2])];
        if (subject && object) found.push([subject, row[1].l || row[1].t, object]);
        continue;
      }
      const things = row.map(node).filter(Boolean);
      for (const other of things.slice(1)) if (other.key !== things[0].key) found.push([things[0], "", other]);
    }
    return found;
  },

  show(place, result) {
    const edges = Plan.graph.edges(result);
    if (!edges.length) {
      place.textContent = Plan.t("没有适合画关系图的列");
      return;
    }
    const nodes = new Map();
    const links = new Map();
    for (const [from, label, to] of edges) {
      const fresh = [from, to].filter((end) => !nodes.has(end.key));
      if (nodes.size + fresh.length > Plan.graph.most) continue;
      for (const end of fresh) nodes.set(end.key, { ...end, degree: 0 });
      const key = JSON.stringify([from.key, label, to.key]);
      if (links.has(key)) continue;
      links.set(key, { from: nodes.get(from.key), to: nodes.get(to.key), label });
      nodes.get(from.key).degree += 1;
      nodes.get(to.key).degree += 1;
    }
    const list = [...nodes.values()];
    Plan.graph.layout(list, [...links.values()]);
    const picture = Plan.graph.draw(list, [...links.values()]);
    place.replaceChildren(picture);
    const centre = list.reduce((best, node) => (node.degree > best.degree ? node : best));
    place.scrollLeft = centre.x - picture.viewBox.baseVal.x - place.clientWidth / 2;
    place.scrollTop = centre.y - picture.viewBox.baseVal.y - place.clientHeight / 2;
  },

  // Each connected part is laid out by itself and they are set in rows, largest first: apart, forces alone would
  // drive them to the ends of the picture.
  layout(nodes, links) {
    const boxes = Plan.graph.parts(nodes, links).map((part) => {
      Plan.graph.forces(part.nodes, part.links);
      const [xs, ys] = [part.nodes.map((node) => node.x), part.nodes.map((node) => node.y)];
      const [left, top] = [Math.min(...xs) - 70, Math.min(...ys) - 30];
      return { nodes: part.nodes, left, top, width: Math.max(...xs) + 70 - left, height: Math.max(...ys) + 20 - top };
    });
    boxes.sort((a, b) => b.width * b.height - a.width * a.height);
    const area = boxes.reduce((sum, box) => sum + box.width * box.height, 0);
    const most = Math.max(Math.sqrt(area * 1.8), ...boxes.map((box) => box.width));
    let [x, y, tall] = [0, 0, 0];
    for (const box of boxes) {
      if (x > 0 && x + box.width > most) [x, y, tall] = [0, y + tall, 0];
      for (const node of box.nodes) Object.assign(node, { x: node.x - box.left + x, y: node.y - box.top + y });
      x += box.width;
      tall = Math.max(tall, box.height);
    }
  },

  // The connected parts, in the order of their first nodes.
  parts(nodes, links) {
    const near = new Map(nodes.map((node) => [node, []]));
    for (const link of links) near.get(link.from).push(link.to), near.get(link.to).push(link.from);
    const part = new Map();
    const found = [];
    for (const node of nodes) {
      if (part.has(node)) continue;
      const own = { nodes: [], links: [] };
      found.push(own);
      part.set(node, own);
      for (const queue = [node]; queue.length; ) {
        const one = queue.shift();
        own.nodes.push(one);
        for (const other of near.get(one)) if (!part.has(other)) part.set(other, own), queue.push(other);
      }
    }
    for (const link of links) part.get(link.from).links.push(link);
    return found;
  },

  // Fruchterman and Reingold's forces (1991) from a circle: the same result gives the same picture.
  forces(nodes, links) {
    nodes.forEach((node, index) => {
      const angle = index * 2.399963; // the golden angle, so that neighbours in the list are not neighbours in space
      const radius = 30 * Math.sqrt(index + 1);
      Object.assign(node, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
    });
    const k = 95;
    for (let step = 0; step < 300; step += 1) {
      const heat = 30 * (1 - step / 300) + 0.5;
      for (const node of nodes) Object.assign(node, { dx: -node.x * 0.05, dy: -node.y * 0.05 });
      for (let i = 0; i < nodes.length; i += 1) {
        for (let j = i + 1; j < nodes.length; j += 1) push(nodes[i], nodes[j]);
      }
      for (const { from, to } of links) pull(from, to);
      for (const node of nodes) {
        const length = Math.hypot(node.dx, node.dy) || 1;
        node.x += (node.dx / length) * Math.min(length, heat);
        node.y += (node.dy / length) * Math.min(length, heat);
      }
    }

    function push(a, b) {
      const [x, y] = [a.x - b.x, a.y - b.y];
      const square = Math.max(x * x + y * y, 1);
      const force = (k * k) / square;
      a.dx += x * force, a.dy += y * force;
      b.dx -= x * force, b.dy -= y * force;
    }

    function pull(a, b) {
      const [x, y] = [a.x - b.x, a.y - b.y];
      const force = Math.hypot(x, y) / k;
      a.dx -= x * force, a.dy -= y * force;
      b.dx += x * force, b.dy += y * force;
    }
  },

  draw(nodes, links) {
    const xs = nodes.map((node) => node.x);
    const ys = nodes.map((node) => node.y);
    const [right, bottom] = [Math.max(...xs), Math.max(...ys)];
    const width = right - Math.min(...xs) + 140;
    const height = bottom - Math.min(...ys) + 60;
    const [left, top] = [(right + Math.min(...xs) - width) / 2, (bottom + Math.min(...ys) - height) / 2];
    const box = `${left} ${top} ${width} ${height}`;
    const lines = links.map(({ from, to, label }) =>
      Plan.svg(
        "g",
        {},
        Plan.svg("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: "link" }),
        Plan.svg("text", { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, class: "word" }, label),
      ),
    );
    const dots = nodes.map((node) => {
      const short = node.label.length > 12 ? `${node.label.slice(0, 11)}…` : node.label;
      return Plan.svg(
        "a",
        { href: node.key },
        Plan.svg("title", {}, node.label),
        Plan.svg("circle", { cx: node.x, cy: node.y, r: 5 + Math.min(Math.sqrt(node.degree) * 2, 12) }),
        Plan.svg("text", { x: node.x, y: node.y - 11, "text-anchor": "middle" }, short),
      );
    });
    const size = { viewBox: box, width: Math.round(width), height: Math.round(height) }; // what is larger is scrolled
    return Plan.svg("svg", { ...size, role: "img", "aria-label": Plan.t("关系图") }, ...lines, ...dots);
  },
};
