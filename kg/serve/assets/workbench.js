// The workbench: a question by form or by SPARQL, its answer, and its address.
"use strict";

(() => {
  const at = (id) => document.getElementById(id);
  const state = { question: null, asked: null, result: null, abort: null, view: "table" };
  const start = "# 例：位于各地的项目\nSELECT ?project ?place WHERE {\n  ?project a plan:Project ; plan:locatedIn ?place .\n}\nLIMIT 100\n";
  const editor = Plan.editor.create(at("text"), () => ask({ query: editor.getValue() }));

  const english = document.documentElement.lang === "en";
  const said = (thing, name) => (english && thing[`${name}_en`]) || thing[name];

  function list() {
    const wanted = at("filter").value.trim().toLowerCase();
    const words = (q) => [q.title, q.question, q.title_en, q.question_en, q.name].join(" ").toLowerCase();
    const items = Plan.data.library
      .filter((q) => words(q).includes(wanted))
      .map((q) => {
        const button = Plan.make("button", { type: "button", title: said(q, "question"), onclick: () => choose(q, {}) }, said(q, "title"));
        if (state.question === q) button.setAttribute("aria-current", "true");
        return Plan.make("li", {}, button);
      });
    at("library").replaceChildren(...items);
    const current = at("library").querySelector("[aria-current]");
    if (current) at("library").scrollTop += current.getBoundingClientRect().top - at("library").getBoundingClientRect().top - 60;
  }

  // Shows a question's form, and asks it at once if nothing more is needed.
  async function choose(question, values) {
    state.question = question;
    list();
    at("editor").hidden = true;
    at("form").hidden = false;
    at("question-title").textContent = said(question, "title");
    at("question").textContent = said(question, "question");
    at("fields").replaceChildren(...question.params.map((param) => field(param, values[param.name] || "")));
    at("error").hidden = true;
    at("result").hidden = true;
    if (question.params.every((param) => !param.required || values[param.name])) await submit();
    else at("fields").querySelector("input").focus();
  }

  function field(param, value) {
    const id = `field-${param.name}`;
    const options = Plan.make("datalist", { id: `${id}-values` });
    const attributes = { id, name: param.name, list: options.id, value, autocomplete: "off" };
    attributes.placeholder = param.required ? param.example : Plan.t("不限");
    if (param.required) attributes.required = "";
    const input = Plan.make("input", attributes);
    Plan.get("/api/values", { param: param.name, type: param.type }).then((found) =>
      options.append(...found.map((text) => Plan.make("option", { value: text }))),
    );
    const note = Plan.make("small", {}, said(param, "explanation") + (param.required ? `（${Plan.t("必填")}）` : ""));
    return Plan.make("label", { for: id }, Plan.make("span", {}, Plan.t(Plan.data.labels[param.name] || param.name)), input, options, note);
  }

  function values() {
    const found = {};
    for (const input of at("fields").querySelectorAll("input")) if (input.value.trim()) found[input.name] = input.value.trim();
    return found;
  }

  const submit = () => ask({ name: state.question.name, params: values() });

  function write(text) {
    state.question = null;
    list();
    at("form").hidden = true;
    at("editor").hidden = false;
    if (text !== undefined) editor.setValue(text);
    editor.refresh();
    editor.focus();
  }

  async function ask(asked) {
    if (state.abort) state.abort.abort();
    const abort = new AbortController();
    state.abort = abort;
    state.asked = asked;
    at("error").hidden = true;
    at("result").hidden = true;
    document.body.classList.add("busy");
    at("waiting").hidden = false;
    history.replaceState(null, "", address(asked));
    try {
      const reply = await Plan.post("/api/run", asked, abort.signal);
      if (reply.ok) show(await reply.json());
      else fail(await reply.text(), reply.headers);
    } catch (error) {
      if (error.name !== "AbortError") fail(Plan.t("连不上服务器"));
    } finally {
      if (state.abort === abort) {
        document.body.classList.remove("busy");
        at("waiting").hidden = true;
      }
    }
  }

  function fail(text, headers) {
    const line = headers ? Number(headers.get("X-Error-Line")) : 0;
    const place = line && english ? `Line ${line}, column ${headers.get("X-Error-Column")}: ` : "";
    at("error").textContent = place ? place + text.replace(/^查询有误：第 \d+ 行第 \d+ 列：/, "") : text;
    at("error").hidden = false;
    if (line && !at("editor").hidden) Plan.editor.blame(editor, line, Number(headers.get("X-Error-Column")));
  }

  function show(result) {
    state.result = result;
    at("result").hidden = false;
    const count = result.rows.length;
    const rows = result.kind === "boolean" ? Plan.t(result.truth ? "是" : "否") : `${count} ${Plan.t("行")}`;
    const cut = result.truncated ? `（${Plan.t("只显示前")} ${count}）` : "";
    at("summary").textContent = `${rows}${cut} · ${result.ms} ${Plan.t("毫秒")}`;
    for (const button of document.querySelectorAll("[data-format]")) {
      button.disabled = (button.dataset.format === "ttl") !== (result.kind === "triples") && button.dataset.format === "ttl";
    }
    document.querySelector("[data-view=chart]").disabled = !Plan.chart.columns(result);
    document.querySelector("[data-view=graph]").disabled = !Plan.graph.edges(result).length;
    view("table");
  }

  function view(name) {
    state.view = name;
    for (const other of ["table", "chart", "graph"]) at(other).hidden = other !== name;
    for (const button of document.querySelectorAll("[data-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === name));
    }
    const place = at(name);
    if (name === "table" && !state.result.rows.length) place.textContent = state.result.kind === "boolean" ? "" : Plan.t("没有结果");
    else Plan[name].show(place, state.result);
  }

  // The address of a question: opening it asks it again.
  function address(asked) {
    const parameters = asked.name ? { name: asked.name, ...asked.params } : { query: asked.query };
    return `/query?${new URLSearchParams(parameters)}`;
  }

  // Asked by script: a form's own request has no origin under the page's referrer policy, and an error stays on the page.
  async function download(format) {
    const asked = state.asked;
    const values = asked.name ? { name: asked.name, ...asked.params } : { query: asked.query };
    try {
      const reply = await fetch("/download", { method: "POST", body: new URLSearchParams({ ...values, format }) });
      if (!reply.ok) {
        fail(await reply.text());
        return;
      }
      const file = /filename="([^"]+)"/.exec(reply.headers.get("Content-Disposition") || "");
      const address = URL.createObjectURL(await reply.blob());
      Plan.make("a", { href: address, download: file ? file[1] : `result.${format}` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
    } catch {
      fail(Plan.t("连不上服务器"));
    }
  }

  async function share(event) {
    const text = location.origin + address(state.asked);
    try {
      await navigator.clipboard.writeText(text);
      event.target.textContent = Plan.t("已复制");
    } catch {
      window.prompt(Plan.t("复制链接"), text);
    }
  }

  at("filter").addEventListener("input", list);
  at("write").addEventListener("click", () => write());
  at("form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  at("to-sparql").addEventListener("click", () => {
    const known = state.result && state.asked && state.asked.name === state.question.name;
    write(known ? state.result.query : state.question.text);
  });
  at("run").addEventListener("click", () => ask({ query: editor.getValue() }));
  at("share").addEventListener("click", share);
  for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => view(button.dataset.view));
  for (const button of document.querySelectorAll("[data-format]")) {
    button.addEventListener("click", () => download(button.dataset.format));
  }

  const given = Object.fromEntries(new URLSearchParams(location.search));
  const question = Plan.data.library.find((q) => q.name === given.name);
  list();
  if (question) choose(question, given);
  else {
    write(given.query || start);
    if (given.query) ask({ query: given.query });
  }
  document.documentElement.dataset.ready = "1";
})();
