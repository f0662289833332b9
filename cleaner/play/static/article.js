/** The article: its lines with what rules remove, what a page lost, its outline and its metadata. */

import { colorOf } from "./colors.js";
import { byId, counted, element } from "./dom.js";

const KEPT = -1;

export class ArticleView {
  /** `onLines` is called when lines are chosen, `onNode` with a node of the outline. */
  constructor({ onLines, onNode }) {
    this.box = byId("article");
    this.onLines = onLines;
    this.onNode = onNode;
    this.first = this.last = 0;
    this.current = null;
    this.marks = [];
    this.box.addEventListener("click", (event) => this.choose(event));
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    byId("next").addEventListener("click", () => this.step(1));
    byId("previous").addEventListener("click", () => this.step(-1));
  }

  /** Show a document in place of the one before. */
  show({ view, rules }) {
    this.view = view;
    this.rules = rules;
    const { scrollTop } = this.box;
    const parts = [this.text(), this.pruned(), this.outline(), this.metadata()];
    this.box.replaceChildren(
      ...view.remarks.map((remark) => element("p", { class: "problem" }, remark)),
      ...parts.filter(Boolean),
    );
    this.box.scrollTop = scrollTop;
    if (this.first) this.current = this.markOfChosen(); // removals have new numbers
    this.marks = [...this.box.querySelectorAll("del[data-first]")];
    this.highlight();
    this.showPlace();
  }

  /** Forget what was chosen: the lines are those of another document. */
  reset() {
    this.first = this.last = 0;
    this.current = this.view = null;
    this.marks = [];
    this.box.replaceChildren();
    this.showPlace();
  }

  text() {
    const seen = new Set();
    const language = this.view.language ? { lang: this.view.language } : {};
    const rows = this.view.rows.map(([number, pieces]) => this.row(number, pieces, seen));
    const hidden = this.view.hidden
      ? [element("p", { class: "fact" }, `${this.view.hidden.toLocaleString("en")} characters more are not shown.`)]
      : [];
    if (!rows.length) return element("p", { class: "fact" }, "There is no text.");
    return element("div", { class: "text", ...language }, ...rows, ...hidden);
  }

  row(number, pieces, seen) {
    const isCut = pieces.some(([, removal]) => removal !== KEPT);
    const line = element("p", { dir: "auto" });
    for (const [text, removal] of pieces) {
      if (removal === KEPT) line.append(text);
      else line.append(...this.mark(text, `t${removal}`, this.view.removals[removal], seen));
    }
    const button = number
      ? element(
          "button",
          { type: "button", class: "number", "aria-label": `Line ${number}`, "aria-pressed": "false", tabIndex: -1 },
          String(number),
        )
      : element("span", { class: "number" });
    return element("div", { class: `row${isCut ? " cut" : ""}`, "data-line": number }, button, line);
  }

  /** Return the mark of a removal, and with its first part a note that names the rule. */
  mark(text, id, removal, seen) {
    const isFirst = !seen.has(id);
    seen.add(id);
    const attributes = { class: colorOf(removal.rule), "data-removal": id, ...(isFirst ? { "data-first": "" } : {}) };
    const mark = element("del", attributes, text);
    if (!isFirst) return [mark];
    const also = removal.also.length ? element("span", { class: "also" }, ` also ${removal.also.join(", ")}`) : "";
    const isOwn = this.rules[removal.rule]?.own;
    const name = element("span", { class: `rule ${colorOf(removal.rule)}${isOwn ? " own" : ""}` }, removal.rule);
    return [mark, element("span", { class: "note" }, name, also)];
  }

  pruned() {
    if (!this.view.pruned.length) return null;
    const seen = new Set();
    const items = this.view.pruned.map((node, index) =>
      element(
        "li",
        { dir: "auto" },
        ...this.mark(node.text, `n${index}`, node, seen),
        element("code", { class: "path", dir: "ltr" }, String(node.at)),
      ),
    );
    return element(
      "section",
      {},
      element("h3", {}, "Left out of the page"),
      element("ul", { class: "pruned" }, ...items),
    );
  }

  outline() {
    if (!this.view.outline.length) return null;
    const items = this.view.outline.map((node) => {
      const share = node.kept === node.words ? "all" : node.kept ? "some" : "none";
      const words = {
        all: `${counted(node.words, "word")}, in the article`,
        some: `${node.kept} of ${counted(node.words, "word")} in the article`,
        none: `${counted(node.words, "word")} left out`,
      }[share];
      const button = element(
        "button",
        { type: "button", class: "node", "data-path": node.path },
        element("code", {}, node.name),
      );
      const rules = node.rules.map((rule) => element("span", { class: `rule ${colorOf(rule)}` }, ` ${rule}`));
      const text = node.text ? element("span", { class: "start" }, node.text) : "";
      return element(
        "li",
        { class: `level-${node.depth} ${share}` },
        button,
        element("span", { class: "fact" }, ` ${words}`),
        ...rules,
        text,
      );
    });
    const hint = element("p", { class: "fact" }, "Click a node for a selector.");
    return element(
      "section",
      {},
      element("h3", {}, "Outline of the page"),
      hint,
      element("ol", { class: "outline" }, ...items),
    );
  }

  metadata() {
    if (!this.view.fields.length) return null;
    const items = this.view.fields.map((field) =>
      element(
        "div",
        {},
        element("dt", {}, field.name),
        element(
          "dd",
          { dir: "auto" },
          field.value,
          field.source ? element("span", { class: "source" }, field.source) : "",
        ),
      ),
    );
    return element("section", {}, element("h3", {}, "Metadata"), element("dl", { class: "fields" }, ...items));
  }

  choose(event) {
    const node = event.target.closest(".node");
    if (node) {
      this.select(0, 0);
      for (const other of this.box.querySelectorAll(".node")) other.classList.toggle("chosen", other === node);
      this.onNode(node.dataset.path, node.textContent);
      return;
    }
    const mark = event.target.closest("del, .note");
    const row = event.target.closest(".row[data-line]");
    const lines = this.selectedLines();
    if (lines) this.select(...lines);
    else if (mark && !row) this.goTo(this.marks.indexOf(mark.parentElement.querySelector("del")), { moves: false });
    else if (row && Number(row.dataset.line)) {
      const line = Number(row.dataset.line);
      if (event.shiftKey && this.first) this.select(Math.min(this.first, line), Math.max(this.first, line));
      else this.select(line, line);
    } else return;
    if (this.first) this.chosen();
  }

  /** Move the choice by a line with the arrow keys; with Shift, extend it down. */
  pressed(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.target !== this.box || event.ctrlKey || event.metaKey || event.altKey) return;
    const numbers = [...this.box.querySelectorAll(".row[data-line]")]
      .map((row) => Number(row.dataset.line))
      .filter(Boolean);
    const index = numbers.indexOf(by > 0 || event.shiftKey ? this.last : this.first);
    const next = numbers[index < 0 ? 0 : Math.min(Math.max(0, index + by), numbers.length - 1)];
    if (!next) return;
    event.preventDefault();
    this.select(event.shiftKey && this.first ? Math.min(this.first, next) : next, next);
    this.chosen();
    this.reveal();
  }

  /** Return the first and the last line of a selection of text that spans several; null for any other. */
  selectedLines() {
    const selection = getSelection();
    if (selection.isCollapsed || !this.box.contains(selection.anchorNode)) return null;
    const numbers = [selection.anchorNode, selection.focusNode].map((node) => {
      const row = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".row[data-line]");
      return Number(row?.dataset.line ?? 0);
    });
    return numbers[0] && numbers[1] && numbers[0] !== numbers[1] ? [Math.min(...numbers), Math.max(...numbers)] : null;
  }

  select(first, last) {
    this.first = first;
    this.last = last;
    this.current = null;
    this.highlight();
  }

  /** Report the chosen lines, and make the removal in them the current one. */
  chosen() {
    this.current = this.markOfChosen();
    this.highlight();
    this.showPlace();
    this.onLines(this.first, this.last, this.chosenRemoval());
  }

  /** Return the id of the first mark in the chosen lines. */
  markOfChosen() {
    const marks = this.rowsOf(this.first, this.last).map((row) => row.querySelector("del"));
    return marks.find(Boolean)?.dataset.removal ?? null;
  }

  /** Return the current removal, from the text or of a node; null if there is none. */
  chosenRemoval() {
    if (!this.current) return null;
    const removals = this.current.startsWith("n") ? this.view.pruned : this.view.removals;
    return removals[Number(this.current.slice(1))] ?? null;
  }

  rowsOf(first, last) {
    return [...this.box.querySelectorAll(".row[data-line]")].filter((row) => {
      const number = Number(row.dataset.line);
      return number && number >= first && number <= last;
    });
  }

  /** Show the chosen lines, which what is shown of them may cover. */
  reveal() {
    this.rowsOf(this.first, this.last).at(-1)?.scrollIntoView({ block: "nearest" });
  }

  highlight() {
    for (const row of this.box.querySelectorAll(".row.chosen")) {
      row.classList.remove("chosen");
      row.querySelector("button.number")?.setAttribute("aria-pressed", "false");
    }
    for (const row of this.first ? this.rowsOf(this.first, this.last) : []) {
      row.classList.add("chosen");
      row.querySelector("button.number")?.setAttribute("aria-pressed", "true");
    }
    for (const mark of this.box.querySelectorAll("del"))
      mark.classList.toggle("current", mark.dataset.removal === this.current);
  }

  showPlace() {
    const index = this.marks.findIndex((mark) => mark.dataset.removal === this.current);
    byId("place").textContent = !this.marks.length
      ? "no removals"
      : index < 0
        ? counted(this.marks.length, "removal")
        : `${index + 1} of ${this.marks.length}`;
    for (const id of ["next", "previous"]) byId(id).disabled = !this.marks.length;
  }

  /** Go to the next removal, or the one before. */
  step(by) {
    if (!this.marks.length) return;
    const index = this.marks.findIndex((mark) => mark.dataset.removal === this.current);
    this.goTo(index < 0 ? (by > 0 ? 0 : this.marks.length - 1) : (index + by + this.marks.length) % this.marks.length);
  }

  goTo(index, { moves = true } = {}) {
    const mark = this.marks[index];
    const line = Number(mark.closest(".row")?.dataset.line ?? 0);
    this.first = this.last = line;
    this.current = mark.dataset.removal;
    this.highlight();
    this.showPlace();
    if (moves) mark.scrollIntoView({ block: "center" });
    this.onLines(line, line, this.chosenRemoval());
  }
}
