/** The playground: a rule file, an article with what the rules remove from it, and the rules' samples. */

import { RequestError, ask, latest, start } from "./api.js";
import { ArticleView } from "./article.js";
import { showFailure, showHint, showKept, showNode, showRemoval } from "./detail.js";
import { save, setUpHelp, setUpOpening } from "./dialogs.js";
import { byId, counted, percent } from "./dom.js";
import { RuleEditor } from "./editor.js";
import { dimSamples, showSamples } from "./samples.js";

// Milliseconds without a keystroke, after which samples run, and after which it is asked again why a line stays.
const SAMPLES_DELAY = 200;
const REASON_DELAY = 500;

class Playground {
  constructor(answer) {
    this.saved = answer.rules.text;
    this.valid = ""; // the newest text of the rules that had no mistake
    this.problems = [];
    this.sampleProblems = [];
    this.article = new ArticleView({
      onLines: (first, last, removal) => this.showLines(first, last, removal),
      onNode: (path, name) => this.showNode(path, name),
    });
    this.editor = new RuleEditor(this.saved, answer.schema, {
      onChange: () => this.changed(),
    });
    this.check = latest(
      "check",
      (checked) => this.showMarks(checked),
      (message) => this.showTrouble(message),
    );
    this.samples = latest(
      "samples",
      (tried) => this.showSamples(tried),
      () => dimSamples(true),
    );
    this.why = latest("why", (reason) => this.showReason(reason), showFailure);
    this.selectors = latest("selectors", (found) => this.showSelectors(found), showFailure);
    byId("rule-file").textContent = answer.rules.name;
    byId("save").addEventListener("click", () => this.save());
    addEventListener("keydown", (event) => this.pressed(event));
    addEventListener("beforeunload", (event) => {
      if (this.isUnsaved) event.preventDefault();
    });
    this.showState(answer.rules.exists ? "" : "a new file");
  }

  get isUnsaved() {
    return this.editor.text !== this.saved;
  }

  /** Show a document, and have its name in the address, so that a reload shows it again. */
  open(target) {
    this.target = target;
    this.article.reset();
    history.replaceState(null, "", target.name ? `#${encodeURIComponent(target.name)}` : location.pathname);
    byId("document").textContent = target.title ?? target.name ?? "Pasted text";
    showHint();
    this.request();
  }

  get document() {
    return this.target.name === undefined ? { text: this.target.text } : { name: this.target.name };
  }

  changed() {
    this.showState(this.isUnsaved ? "unsaved changes" : "");
    this.request();
  }

  request() {
    this.checked = this.editor.text;
    this.check({ rules: this.checked, document: this.document });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.samples({ rules: this.editor.text }), SAMPLES_DELAY);
  }

  showState(text) {
    byId("state").textContent = text;
    byId("save").disabled = !this.isUnsaved;
  }

  showMarks(checked) {
    this.problems = checked.problems ?? [];
    this.editor.showProblems(this.problems, this.sampleProblems);
    byId("article").classList.toggle("stale", !checked.view);
    if (!checked.view) {
      this.showTrouble(
        this.problems.length
          ? `${counted(this.problems.length, "mistake")} in the rules: the marks are older`
          : checked.error,
      );
      if (!this.article.view && this.problems.length) this.showWithOlderRules();
      return;
    }
    this.valid = this.checked;
    this.article.show(checked);
    this.refreshDetail();
    const { view, seconds, warnings } = checked;
    const removals = counted(view.removals.length, "removal");
    const pruned = view.pruned.length ? `, ${counted(view.pruned.length, "node")} left out` : "";
    byId("totals").className = view.verdict === "cleaned" || view.verdict === "unchanged" ? "" : "problem";
    byId("totals").textContent = [
      view.verdict.replace("-", " "),
      `${percent(view.share)} removed`,
      `${removals}${pruned}`,
      `${Math.ceil(1000 * seconds)} ms`,
      ...warnings,
    ].join(" · ");
  }

  /** Show a document that was opened while the rules had mistakes. */
  async showWithOlderRules() {
    const { target } = this;
    await this.attempt(async () => {
      const checked = await ask("check", { rules: this.valid, document: this.document });
      if (target === this.target && !this.article.view && checked.view) this.article.show(checked);
    });
  }

  showTrouble(message) {
    byId("totals").className = "problem";
    byId("totals").textContent = message;
  }

  showSamples({ rules, problems }) {
    dimSamples(!rules);
    if (!rules) return;
    this.sampleProblems = rules.flatMap((rule) => [
      ...rule.problems,
      ...rule.samples.flatMap((sample) => sample.problems),
    ]);
    this.editor.showProblems(problems ?? this.problems, this.sampleProblems);
    showSamples(rules, (line) => this.editor.goTo(line));
  }

  showLines(first, last, removal, { reveals = true } = {}) {
    this.removal = removal;
    this.reveals = reveals;
    const onRule = (line) => this.editor.goTo(line);
    if (removal) showRemoval(removal, this.article.rules[removal.rule], { onRule });
    else {
      showKept(first, last, null, { onDraft: () => this.draft(), onRule });
      if (first === last) this.why({ rules: this.editor.text, document: this.document, line: first });
    }
    if (reveals) this.article.reveal();
  }

  /** Show what the rules, which have changed, do to the chosen lines. */
  refreshDetail() {
    clearTimeout(this.reasonTimer);
    const { first, last } = this.article;
    if (!first) return;
    const removal = this.article.chosenRemoval();
    if (removal) this.showLines(first, last, removal, { reveals: false });
    else if (this.removal) this.showLines(first, last, null, { reveals: false });
    else if (first === last) {
      const fields = { rules: this.editor.text, document: this.document, line: first };
      this.reasonTimer = setTimeout(() => this.why(fields), REASON_DELAY);
    }
  }

  showReason(reason) {
    const { first, last } = this.article;
    if (this.removal) return;
    if (reason.error) showFailure(reason.error);
    if (reason.line !== first || first !== last) return;
    showKept(first, last, reason, { onDraft: () => this.draft(), onRule: (line) => this.editor.goTo(line) });
    if (this.reveals) this.article.reveal();
    this.reveals = false;
  }

  showNode(path, name) {
    this.node = { path, name };
    showNode(name, null, {});
    this.selectors({ document: this.document, path });
  }

  showSelectors({ selectors, error }) {
    if (error) showFailure(error);
    else showNode(this.node.name, selectors, { onDraft: (selector) => this.draft({ path: this.node.path, selector }) });
  }

  /** Put a rule for the chosen lines, or for a node, into the editor. */
  async draft(fields = { first: this.article.first, last: this.article.last }) {
    await this.attempt(async () => {
      const before = this.editor.text;
      const drafted = await ask("draft", { rules: before, document: this.document, ...fields });
      if (drafted.error) throw new RequestError(drafted.error);
      if (this.editor.text !== before) throw new RequestError("the rules have changed meanwhile: try again");
      this.editor.replace(drafted.text, drafted.line);
    });
  }

  async save() {
    await this.attempt(() =>
      save(this.editor.text, this.problems.length, (rules) => {
        this.saved = rules.text;
        this.showState(this.isUnsaved ? "unsaved changes" : "saved");
      }),
    );
  }

  async attempt(action) {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      showFailure(error.message);
    }
  }

  pressed(event) {
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "F8") {
      event.preventDefault();
      this.article.step(event.shiftKey ? -1 : 1);
    } else if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      this.save();
    } else if (
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey &&
      !event.target.closest(".cm-editor, input, textarea")
    ) {
      if (event.key === "j") this.article.step(1);
      if (event.key === "k") this.article.step(-1);
    }
  }
}

/** Return the document to show first: that of the address, the first of the folder, or an example. */
function firstDocument({ documents, example }) {
  const name = decodeURIComponent(location.hash.slice(1));
  if (documents.includes(name)) return { name };
  return documents.length ? { name: documents[0] } : { text: example, title: "An example" };
}

try {
  const answer = await start();
  setUpHelp();
  const playground = new Playground(answer);
  setUpOpening(answer, (target) => playground.open(target));
  playground.open(firstDocument(answer));
} catch (error) {
  if (!(error instanceof RequestError)) throw error;
  byId("totals").className = "problem";
  byId("totals").textContent = error.message;
}
