/**
 * Completion of keys and values of rule files, by their JSON schema.
 *
 * Where the cursor is follows from indentation alone, as a file is seldom valid while it is being written.
 */

const KEY_LINE = /^(\s*(?:- +)*)(?:(["']?)([\w-]+(?:\/[\w*-]+)?)\2:(?:\s|$))?/;
const MAX_ROWS = 5_000;

/** Return the column of a row's content and its key, if it has one; null for a blank row or a comment. */
function parsed(row) {
  if (!row.trim() || row.trim().startsWith("#")) return null;
  const [, before, , key] = KEY_LINE.exec(row);
  return { column: before.length, key: key ?? "", startsItem: before.includes("- "), dash: before.indexOf("-") };
}

/** Return the keys around a row whose content is at a column, outermost first. */
function keysAround(rows, index, column) {
  const path = [];
  let limit = column;
  for (let number = index - 1; number >= Math.max(0, index - MAX_ROWS) && limit > 0; number -= 1) {
    const row = parsed(rows[number]);
    if (row && row.key && row.column < limit) {
      path.unshift(row.key);
      limit = row.column;
    }
  }
  return path;
}

/** Return the keys that the mapping has which a row is in. */
function keysBeside(rows, index, column) {
  const keys = new Set();
  const collect = (from, by) => {
    for (let number = from; number >= 0 && number < rows.length; number += by) {
      const row = parsed(rows[number]);
      if (!row) continue;
      if (row.column < column || (by > 0 && row.startsItem && row.dash < column)) return;
      if (row.column === column && row.key) keys.add(row.key);
      if (by < 0 && row.column === column && row.startsItem) return;
    }
  };
  if (!/^\s*-/.test(rows[index])) collect(index - 1, -1);
  collect(index + 1, 1);
  return keys;
}

/** Yield the schemas that a value may have: those of alternatives and of items as well. */
function* alternatives(schema) {
  if (!schema) return;
  yield schema;
  for (const option of schema.oneOf ?? []) yield* alternatives(option);
  if (schema.items) yield* alternatives(schema.items);
}

/** Return the schema of the mapping that is the value of the last key of a path. */
function mappingAt(schema, path) {
  let mapping = schema;
  for (const key of path) {
    const value =
      mapping.properties?.[key] ??
      (typeof mapping.additionalProperties === "object" ? mapping.additionalProperties : null);
    mapping = [...alternatives(value)].find(
      (option) => option.properties || typeof option.additionalProperties === "object",
    );
    if (!mapping) return null;
  }
  return mapping;
}

function keyOptions(mapping, taken) {
  return Object.entries(mapping?.properties ?? {})
    .filter(([key]) => !taken.has(key))
    .map(([key, value]) => {
      const [help, example] = (value.description ?? "").split("\nExample: ");
      const isNested = [...alternatives(value)].some((option) => option.type === "array" && option.items?.properties);
      return {
        label: key,
        type: "property",
        info: example ? `${help}\n\n${example}` : help,
        apply: isNested ? `${key}:` : `${key}: `,
      };
    });
}

function valueOptions(mapping, key) {
  const options = [...alternatives(mapping?.properties?.[key])];
  const values = options.some((option) => option.type === "boolean")
    ? ["true", "false"]
    : options.flatMap((option) => option.enum ?? []);
  return [...new Set(values)].map((value) => ({ label: String(value), type: "enum" }));
}

/** Return what completes a rule file at a place, as CodeMirror wants it; null if nothing does. */
export function completions(schema, text, position, isExplicit) {
  const before = text.slice(0, position);
  const rows = text.split("\n");
  const index = before.split("\n").length - 1;
  const row = before.slice(before.lastIndexOf("\n") + 1);
  const result = (from, options) => (options.length ? { from, options, validFor: /^[\w-]*$/ } : null);

  const key = /^(\s*(?:- +)*)([\w]*)$/.exec(row);
  if (key) {
    if (!key[2] && !isExplicit) return null;
    const column = key[1].length;
    const mapping = mappingAt(schema, keysAround(rows, index, column));
    return result(position - key[2].length, keyOptions(mapping, keysBeside(rows, index, column)));
  }
  const inner = /^(\s*(?:- +)*)([\w-]+):\s+\{([^{}]*)$/.exec(row);
  if (inner) {
    const path = [...keysAround(rows, index, inner[1].length), inner[2]];
    const taken = new Set([...inner[3].matchAll(/([\w-]+):/g)].map((match) => match[1]));
    const word = /(?:^|,)\s*([\w]*)$/.exec(inner[3]);
    if (word && (word[1] || isExplicit))
      return result(position - word[1].length, keyOptions(mappingAt(schema, path), taken));
    const value = /([\w-]+):\s+([\w-]*)$/.exec(inner[3]);
    return value ? result(position - value[2].length, valueOptions(mappingAt(schema, path), value[1])) : null;
  }
  const value = /^(\s*(?:- +)*)([\w-]+):\s+(?:\[(?:[\w-]+,\s*)*)?([\w-]*)$/.exec(row);
  if (!value) return null;
  const mapping = mappingAt(schema, keysAround(rows, index, value[1].length));
  return result(position - value[3].length, valueOptions(mapping, value[2]));
}
