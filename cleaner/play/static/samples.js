/** The samples of the rules in the editor: those that hold are green, others red and say why. */

import { byId, counted, element } from "./dom.js";

/** Show the samples of all rules. `onLine` is called with the line of one that is clicked. */
export function showSamples(rules, onLine) {
  const samples = rules.flatMap((rule) => rule.samples);
  const failed = samples.filter((sample) => sample.problems.length).length;
  const missing = rules.reduce((count, rule) => count + rule.problems.length, 0);
  const totals = byId("sample-totals");
  totals.className = failed || missing ? "problem" : "good";
  totals.textContent = totalsOf(samples.length, failed, missing);
  const items = rules.map((rule) => ruleItem(rule, onLine));
  byId("samples").replaceChildren(
    ...(items.length
      ? items
      : [element("p", { class: "fact" }, "The file has no rules yet. Choose lines of the article to draft one.")]),
  );
}

function totalsOf(count, failed, missing) {
  const parts = [];
  if (failed) parts.push(`${failed} of ${counted(count, "sample")} fail`);
  else if (count) parts.push(count === 1 ? "it holds" : `all ${count} hold`);
  if (missing) parts.push(`${missing} missing`);
  return parts.join(", ");
}

/** Say that the samples are those of rules that were valid. */
export function dimSamples(isDim) {
  byId("samples").classList.toggle("stale", isDim);
}

function ruleItem(rule, onLine) {
  const list = element(
    "ul",
    {},
    ...rule.samples.map((sample) => sampleItem(sample, onLine)),
    ...rule.problems.map((problem) =>
      element(
        "li",
        { class: "bad" },
        element("span", { class: "sign" }, "✗ missing"),
        element("span", { class: "problem" }, problem.message),
      ),
    ),
  );
  return element("div", { class: "rule-samples" }, element("h3", {}, element("code", {}, rule.id)), list);
}

function sampleItem(sample, onLine) {
  const isBad = sample.problems.length > 0;
  const name = element(
    "button",
    { type: "button", class: "sample", "aria-label": `${sample.kind}, ${isBad ? "fails" : "holds"}: ${sample.text}` },
    sample.text,
  );
  name.addEventListener("click", () => onLine(sample.line));
  const sign = element("span", { class: "sign", "aria-hidden": "true" }, `${isBad ? "✗" : "✓"} ${sample.kind}`);
  const messages = sample.problems.flatMap((problem) => [problem.message, ...problem.notes]);
  return element(
    "li",
    { class: isBad ? "bad" : "good" },
    sign,
    name,
    ...messages.map((message) => element("span", { class: "problem" }, message)),
  );
}
