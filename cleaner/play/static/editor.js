/** The editor of the rule file: CodeMirror with YAML, completion by the schema, and the loader's problems. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completions } from "./complete.js";
import { byId } from "./dom.js";

// The colors are those of the page, which has them for light and dark.
const COLORS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--c2)" },
  { tag: tags.string, color: "var(--c3)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.bool, tags.number, tags.null], color: "var(--c4)" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace, tags.meta], color: "var(--quiet)" },
]);

const THEME = EditorView.theme({
  "&": { height: "100%", fontSize: ".875rem", color: "var(--text)", backgroundColor: "var(--ground)" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": {
    fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
    lineHeight: "1.55",
  },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "var(--active)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--active)", color: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--text)",
    border: "1px solid var(--line)",
    borderRadius: ".4rem",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--ground)" },
  ".cm-tooltip.cm-completionInfo": { padding: ".5rem .7rem", maxWidth: "22rem", whiteSpace: "pre-wrap" },
  ".cm-diagnostic": { whiteSpace: "pre-wrap", maxWidth: "32rem" },
});

export class RuleEditor {
  /** `onChange` is called when the text changes. */
  constructor(text, schema, { onChange }) {
    this.view = new EditorView({
      parent: byId("editor"),
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorView.cspNonce.of(byId("main").nonce),
          EditorView.lineWrapping,
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          yaml(),
          syntaxHighlighting(COLORS),
          THEME,
          autocompletion({
            icons: false,
            override: [({ state, pos, explicit }) => completions(schema, state.doc.toString(), pos, explicit)],
          }),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.contentAttributes.of({ "aria-label": "Rule file, in YAML", tabindex: "0" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange();
          }),
        ],
      }),
    });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Replace what differs from another text, so that undoing and the cursor keep working, and go to a line of it. */
  replace(text, line) {
    const before = this.text;
    let start = 0;
    while (start < Math.min(before.length, text.length) && before[start] === text[start]) start += 1;
    let end = 0;
    while (end < Math.min(before.length, text.length) - start && before.at(-1 - end) === text.at(-1 - end)) end += 1;
    this.view.dispatch({
      changes: { from: start, to: before.length - end, insert: text.slice(start, text.length - end) },
    });
    this.goTo(line);
  }

  /** Put the cursor at the start of a line, and show it. */
  goTo(number) {
    const line = this.view.state.doc.line(Math.min(Math.max(1, number), this.view.state.doc.lines));
    this.view.dispatch({
      selection: { anchor: line.from + /^[\s-]*/.exec(line.text)[0].length },
      effects: EditorView.scrollIntoView(line.from, { y: "center" }),
    });
    this.view.focus();
  }

  /** Underline problems: those of the loader at their characters, those of samples on their lines. */
  showProblems(problems, sampleProblems) {
    const { doc } = this.view.state;
    const diagnostics = [
      ...problems.map((problem) => ({ ...this.spanOf(problem, doc), severity: "error", message: messageOf(problem) })),
      ...sampleProblems.map((problem) => ({
        ...this.spanOf({ line: problem.line }, doc),
        severity: "warning",
        message: messageOf(problem),
      })),
    ];
    this.view.dispatch(
      setDiagnostics(
        this.view.state,
        diagnostics.sort((one, other) => one.from - other.from),
      ),
    );
  }

  /** Return where a problem is. Its columns count characters, and those of a text here count UTF-16 units. */
  spanOf({ line: number, column = 0, width = 1 }, doc) {
    const line = doc.line(Math.min(Math.max(1, number), doc.lines));
    if (!column) return { from: line.from + /^[\s-]*/.exec(line.text)[0].length, to: line.to };
    const characters = [...line.text];
    const from = line.from + characters.slice(0, column - 1).join("").length;
    return { from, to: Math.min(line.to, from + characters.slice(column - 1, column - 1 + width).join("").length) };
  }
}

function messageOf({ code, message, help, notes }) {
  return [`${code} ${message}`, ...notes, help].filter(Boolean).join("\n");
}
