/** The dialogs: what to open, what saving changes, and the keys. */

import { ask } from "./api.js";
import { byId, counted, element } from "./dom.js";

const MAX_SHOWN = 200;

/** Let people choose a document; `onOpen` is called with it. */
export function setUpOpening({ documents, unlisted }, onOpen) {
  const dialog = byId("open-dialog");
  const list = byId("documents");
  const open = (document) => {
    dialog.close();
    onOpen(document);
  };
  const show = () => {
    const wanted = byId("filter").value.toLowerCase();
    const found = documents.filter((name) => name.toLowerCase().includes(wanted));
    list.replaceChildren(
      ...found.slice(0, MAX_SHOWN).map((name) => {
        const button = element("button", { type: "button", class: "sample", dir: "auto" }, name);
        button.addEventListener("click", () => open({ name }));
        return element("li", {}, button);
      }),
    );
    const more = found.length - Math.min(found.length, MAX_SHOWN) + (wanted ? 0 : unlisted);
    byId("more-documents").textContent = more
      ? `and ${counted(more, "more document")}`
      : found.length
        ? ""
        : "none with this name";
  };
  byId("browse").hidden = !documents.length;
  byId("filter").addEventListener("input", show);
  byId("open").addEventListener("click", () => {
    show();
    dialog.showModal();
  });
  byId("use-pasted").addEventListener("click", () => {
    const text = byId("pasted").value;
    if (text.trim()) open({ text });
  });
}

export function setUpHelp() {
  byId("help-button").addEventListener("click", () => byId("help-dialog").showModal());
}

/** Show what saving would change, and save it if that is confirmed. `onSaved` is called with the file as it is then. */
export async function save(text, mistakes, onSaved) {
  const dialog = byId("save-dialog");
  const { rows, digest, name } = await ask("difference", { rules: text });
  if (dialog.open) return;
  byId("save-title").textContent = `Save ${name}`;
  byId("save-problem").textContent = mistakes
    ? `The file has ${counted(mistakes, "mistake")}: clean refuses it as it is.`
    : "";
  byId("difference").replaceChildren(...(rows.length ? rows.map(differenceRow) : ["Nothing has changed."]));
  byId("confirm-save").disabled = !rows.length;
  byId("confirm-save").onclick = async () => {
    try {
      onSaved(await ask("save", { rules: text, digest }));
      dialog.close();
    } catch (error) {
      byId("save-problem").textContent = error.message;
    }
  };
  dialog.showModal();
}

function differenceRow(row) {
  const kind = row.startsWith("@@") ? "place" : row.startsWith("+") ? "added" : row.startsWith("-") ? "gone" : "";
  return element("span", { class: kind }, `${row}\n`);
}
