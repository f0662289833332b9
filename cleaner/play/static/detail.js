/** What is shown of a chosen line or node: the rule that removes it, or why it stays, and what can be drafted. */

import { colorOf } from "./colors.js";
import { byId, counted, element } from "./dom.js";

const box = () => byId("detail");

const ruleName = (rule) => element("b", { class: `rule ${colorOf(rule)}` }, rule);

function button(text, action) {
  const node = element("button", { type: "button" }, text);
  node.addEventListener("click", action);
  return node;
}

/** Show nothing but what can be done. */
export function showHint() {
  const text = "Click a line to see why it stays or goes. Lines that should go become a rule.";
  box().replaceChildren(element("p", { class: "fact" }, text));
}

export function showFailure(message) {
  box().replaceChildren(element("p", { class: "problem" }, message));
}

/** Show the rule that removes a line, with its file, and a way to its place in the editor if it is there. */
export function showRemoval(removal, rule, { onRule }) {
  const { about, description, place, own } = rule;
  const parts = [element("p", {}, ruleName(removal.rule), about ? ` ${about}` : "")];
  if (description) parts.push(element("p", { class: "fact" }, description));
  const row = element("p", { class: "buttons" }, place ? element("code", {}, place) : "");
  if (own) row.append(button("Show the rule", () => onRule(rule.line)));
  parts.push(row);
  box().replaceChildren(...parts);
}

/** Show what stopped rules from removing a line. `answer` is null until it is there. */
export function showKept(first, last, answer, { onDraft, onRule }) {
  const what = last > first ? `Lines ${first} to ${last}` : `Line ${first}`;
  const kind = answer
    ? ` (${counted(answer.words, "word")}, ${answer.sentence ? "a sentence" : "not a sentence"})`
    : "";
  const head = element(
    "p",
    { class: "buttons" },
    element("b", {}, last > first ? what : `${what} stays`),
    kind,
    button("Draft a rule", onDraft),
  );
  const parts = [head];
  if (last === first && !answer) parts.push(element("p", { class: "fact" }, "Asking which condition stopped rules…"));
  if (answer && !answer.near.length) parts.push(element("p", { class: "fact" }, "No rule is near it."));
  if (answer?.near.length)
    parts.push(element("ul", { class: "near" }, ...answer.near.map((near) => nearRule(near, onRule))));
  box().replaceChildren(...parts);
}

function nearRule(near, onRule) {
  const held = near.held.length ? element("span", { class: "held" }, ` ✓ ${near.held.join(", ")}`) : "";
  const failed = element("span", { class: "failed" }, ` ✗ ${near.failed}`);
  const place = near.own ? button("Show", () => onRule(near.line)) : element("code", {}, near.place);
  return element("li", {}, ruleName(near.rule), held, failed, `: ${near.reason}`, " ", place);
}

/** Show selectors for a node. `selectors` is null until they are there. */
export function showNode(name, selectors, { onDraft }) {
  const parts = [element("p", {}, element("b", {}, element("code", {}, name)))];
  if (!selectors) parts.push(element("p", { class: "fact" }, "Looking for selectors…"));
  else if (!selectors.length)
    parts.push(
      element(
        "p",
        { class: "fact" },
        "Neither it nor a node around it has a name that is likely to be the same on other pages.",
      ),
    );
  else {
    parts.push(
      element(
        "ul",
        { class: "near" },
        ...selectors.map(({ selector, nodes }) =>
          element(
            "li",
            { class: "buttons" },
            element("code", {}, selector),
            element("span", { class: "fact" }, ` selects ${counted(nodes, "node")} here`),
            button("Draft a rule", () => onDraft(selector)),
          ),
        ),
      ),
    );
  }
  box().replaceChildren(...parts);
}
