// The editor: highlighting, completion of terms, variables and labels, and errors shown at their place.
"use strict";

Plan.editor = {
  create(area, run) {
    const editor = CodeMirror.fromTextArea(area, {
      mode: "application/sparql-query",
      lineNumbers: true,
      matchBrackets: true,
      lineWrapping: true,
      viewportMargin: 200,
      extraKeys: {
        "Ctrl-Enter": run,
        "Cmd-Enter": run,
        "Ctrl-Space": (cm) => Plan.editor.complete(cm),
        Tab: false, // the key leaves the editor, as everywhere on a page
        "Shift-Tab": false,
      },
    });
    editor.getInputField().setAttribute("aria-label", "SPARQL");
    editor.on("inputRead", (cm, change) => {
      if (change.origin === "+input" && /[\w:?"\u4e00-\u9fff]$/.test(change.text[0])) Plan.editor.complete(cm);
    });
    editor.on("change", () => Plan.editor.clear(editor));
    Plan.editor.terms = Plan.get("/api/terms", {});
    return editor;
  },

  complete(editor) {
    editor.showHint({ hint: Plan.editor.hint, completeSingle: false, closeCharacters: /[\s()[\]{};.,]/ });
  },

  async hint(editor) {
    const cursor = editor.getCursor();
    const before = editor.getLine(cursor.line).slice(0, cursor.ch);
    const make = (length, list) => ({ list, from: CodeMirror.Pos(cursor.line, cursor.ch - length), to: cursor });
    const label = /"([^"]*)$/.exec(before);
    if (label && (before.match(/"/g) || []).length % 2 === 1) {
      const after = editor.getLine(cursor.line).slice(cursor.ch);
      const end = /^"(@zh)?/.exec(after);
      const found = await Plan.get("/api/complete", { text: label[1] });
      const list = found.map(([text, cls]) => ({
        text: `"${text.replace(/["\\]/g, "\\$&")}"@zh`,
        displayText: `${text}　${cls}`,
      }));
      return { ...make(label[0].length, list), to: CodeMirror.Pos(cursor.line, cursor.ch + (end ? end[0].length : 0)) };
    }
    const variable = /[?$][\w\u4e00-\u9fff]*$/.exec(before);
    if (variable) {
      const names = editor.getValue().match(/[?$][\w\u4e00-\u9fff]+/g) || [];
      const fitting = [...new Set(names)].filter((n) => n.startsWith(variable[0]) && n !== variable[0]);
      return make(variable[0].length, fitting.sort());
    }
    const word = /[\w\u4e00-\u9fff-]*:?[\w\u4e00-\u9fff-]*$/.exec(before)[0];
    return word ? make(word.length, await Plan.editor.words(word)) : null;
  },

  async words(word) {
    const terms = await Plan.editor.terms;
    const lower = word.toLowerCase();
    const local = lower.replace(/^plan:/, "");
    const fits = ([term, label]) =>
      term.toLowerCase().startsWith(lower) || (local && (label || "").includes(local)) ||
      (!lower.includes(":") && lower.length > 1 && term.slice(5).toLowerCase().startsWith(lower));
    const prefixes = Object.keys(Plan.data.prefixes).filter((p) => p.startsWith(lower) && p !== lower).map((p) => `${p}:`);
    const keywords = Plan.editor.keywords.filter((k) => lower.length > 1 && k.toLowerCase().startsWith(lower) && k !== word);
    const found = terms.filter(fits).filter(([term]) => term !== word);
    return [
      ...found.map(([term, label]) => ({ text: term, displayText: `${term}　${label || ""}` })),
      ...prefixes,
      ...keywords,
    ].slice(0, 60);
  },

  keywords: (
    "SELECT DISTINCT WHERE OPTIONAL FILTER UNION GRAPH VALUES CONSTRUCT DESCRIBE LIMIT OFFSET COUNT CONTAINS EXISTS " +
    "BIND ASK PREFIX MINUS HAVING REGEX STRSTARTS LANG COALESCE"
  ).split(" ").concat(["ORDER BY", "GROUP BY", "NOT EXISTS", "GROUP_CONCAT", "SAMPLE"]),

  // Marks the place that the server complained of.
  blame(editor, line, column) {
    Plan.editor.clear(editor);
    const at = CodeMirror.Pos(line - 1, Math.max(column - 1, 0));
    const length = (editor.getLine(line - 1) || "").length;
    const from = at.ch < length ? at : CodeMirror.Pos(line - 1, Math.max(length - 1, 0));
    const word = editor.findWordAt(from);
    const to = word.head.ch > from.ch ? word.head : CodeMirror.Pos(line - 1, from.ch + 1);
    editor.markText(from, to, { className: "wrong" });
    editor.addLineClass(line - 1, "background", "wrong-line");
    editor.setCursor(from);
    editor.focus();
  },

  clear(editor) {
    for (const mark of editor.getAllMarks()) if (mark.className === "wrong") mark.clear();
    editor.eachLine((line) => editor.removeLineClass(line, "background", "wrong-line"));
  },
};
