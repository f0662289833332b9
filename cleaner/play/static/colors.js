/** A color for each kind of rule, which it keeps as long as the page is open, whatever else rules remove. */

const COLORS = 7;
const colors = new Map();

/** Return the class of a rule's color: that of its kind, which is the stem of its id. */
export function colorOf(rule) {
  const [kind] = rule.split("/");
  if (kind === "extraction") return "c0";
  if (!colors.has(kind)) colors.set(kind, colors.size < COLORS ? `c${colors.size + 1}` : "c0");
  return colors.get(kind);
}
