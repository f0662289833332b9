/** Nodes of the page. Text is only ever text: nothing here, and nothing elsewhere, reads markup. */

export const byId = (id) => document.getElementById(id);

/**
 * Return a new element. Its properties are set by name, `class` and those with a hyphen as attributes; children are
 * elements and texts.
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class" || name === "role" || name === "dir" || name === "lang" || name.includes("-"))
      node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
}

export const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

export const percent = (share) => `${(100 * share).toFixed(1)} %`;
