// What the page's scripts share. Nothing from the graph becomes markup: elements are made and given text.
"use strict";

const Plan = {
  data: JSON.parse(document.getElementById("data").textContent),
  words: JSON.parse(document.getElementById("words").textContent),

  t(text) {
    return (Object.hasOwn(Plan.words, text) && Plan.words[text]) || text;
  },

  // What a column of an answer is called in the page's language.
  column(name) {
    return (Plan.data.columns && Object.hasOwn(Plan.data.columns, name) && Plan.data.columns[name]) || name;
  },

  // An element with attributes and children; children are elements or text.
  make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  },

  svg(name, attributes = {}, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  },

  // A link only to a path of this server: an address from the graph could be a script.
  link(text, path) {
    return path && path.startsWith("/") ? Plan.make("a", { href: path }, text) : document.createTextNode(text);
  },

  async post(path, body, signal) {
    return fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
  },

  async get(path, parameters) {
    const reply = await fetch(`${path}?${new URLSearchParams(parameters)}`);
    return reply.ok ? reply.json() : [];
  },
};
