"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const key = `article-cleaner ${data.digest}`;
  const marks = [...document.querySelectorAll("del[id]")];
  const verdicts = new Map();
  let current = -1;

  // Verdicts outlive a reload where the browser keeps what local pages store.
  const stored = () => {
    try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; }
  };
  const store = () => {
    try { localStorage.setItem(key, JSON.stringify(Object.fromEntries(verdicts))); } catch { /* the file is what counts */ }
  };

  const record = (id, verdict) => {
    const removal = data.removals[id];
    const [place, documentId] = data.documents[id.split("-")[0]];
    return {
      verdict, input: place, ...(documentId === null ? {} : { id: documentId }),
      ...(typeof removal.at === "number" ? { line: removal.at } : { path: removal.at }),
      rule: removal.rule, text: removal.text, ...(removal.part ? { part: true } : {}),
    };
  };
  const identity = (row) => JSON.stringify([row.input, row.id ?? null, row.line ?? row.path, row.rule, row.text]);

  const show = (id) => {
    const badge = document.querySelector(`.judged[data-of="${id}"]`);
    badge.textContent = verdicts.get(id) || "";
    badge.className = `judged ${verdicts.get(id) || ""}`;
  };
  const showCounts = () => {
    const counts = { right: 0, wrong: 0, unsure: 0 };
    for (const verdict of verdicts.values()) counts[verdict] += 1;
    byId("judged").textContent = verdicts.size ? `${counts.right} right, ${counts.wrong} wrong, ${counts.unsure} unsure` : "";
    for (const button of document.querySelectorAll("[data-verdict]")) {
      const isPressed = current >= 0 && verdicts.get(marks[current].id) === button.dataset.verdict;
      button.setAttribute("aria-pressed", String(isPressed));
      button.disabled = current < 0;
    }
  };

  const select = (index, { moves = true } = {}) => {
    if (!marks.length) return;
    if (current >= 0) {
      for (const mark of document.querySelectorAll("del.current")) mark.classList.remove("current");
    }
    current = (index + marks.length) % marks.length;
    const mark = marks[current];
    for (let box = mark.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    for (const part of document.querySelectorAll(`del[data-removal="${mark.id}"]`)) part.classList.add("current");
    mark.tabIndex = -1;
    if (moves) {
      mark.focus({ preventScroll: true });
      mark.scrollIntoView({ block: "center" });
    }
    const { rule } = data.removals[mark.id];
    const { about, place } = data.rules[rule];
    const name = document.createElement("b");
    name.textContent = rule;
    const file = document.createElement("code");
    file.textContent = place;
    byId("current").replaceChildren(name, about ? ` ${about} ` : " ", file);
    byId("place").textContent = `${current + 1} of ${marks.length}`;
    showCounts();
  };

  const judge = (verdict) => {
    if (current < 0) return;
    const { id } = marks[current];
    if (verdicts.get(id) === verdict) verdicts.delete(id); else verdicts.set(id, verdict);
    show(id);
    showCounts();
    store();
  };

  const save = () => {
    const rows = marks.filter((mark) => verdicts.has(mark.id)).map((mark) => JSON.stringify(record(mark.id, verdicts.get(mark.id))));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(rows.map((row) => `${row}\n`), { type: "application/jsonl" }));
    link.download = "verdicts.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const load = async (file) => {
    const ids = new Map(marks.map((mark) => [identity(record(mark.id, "")), mark.id]));
    let count = 0;
    for (const line of (await file.text()).split("\n")) {
      let row = null;
      try { row = JSON.parse(line); } catch { continue; }
      const id = row && ids.get(identity(row));
      if (id && ["right", "wrong", "unsure"].includes(row.verdict)) {
        verdicts.set(id, row.verdict);
        show(id);
        count += 1;
      }
    }
    showCounts();
    store();
    byId("judged").textContent += ` (${count} loaded)`;
  };

  const commands = {
    j: () => select(current + 1), n: () => select(current + 1),
    k: () => select(current < 0 ? -1 : current - 1), p: () => select(current < 0 ? -1 : current - 1),
    r: () => judge("right"), w: () => judge("wrong"), u: () => judge("unsure"), s: save,
  };

  const sortable = (table) => {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((cell, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...cell.childNodes);
      cell.append(button);
      button.addEventListener("click", () => {
        const isFigure = cell.classList.contains("figure");
        const first = isFigure ? "descending" : "ascending";
        const order = cell.getAttribute("aria-sort") === first ? (isFigure ? "ascending" : "descending") : first;
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        cell.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const value = (row) => (isFigure ? Number(row.cells[column].dataset.value) : row.cells[column].textContent);
        const compare = isFigure ? (a, b) => a - b : new Intl.Collator("en", { numeric: true }).compare;
        const rows = [...body.rows].map((row, index) => [value(row), index, row]);
        rows.sort((a, b) => sign * compare(a[0], b[0]) || a[1] - b[1]);
        body.append(...rows.map((entry) => entry[2]));
        if (table.id) showRows();
      });
    });
  };

  const STEP = 100;
  let limit = STEP;
  const showRows = () => {
    const words = byId("filter").value.toLowerCase().trim();
    let matching = 0;
    for (const row of byId("documents-table").tBodies[0].rows) {
      const isMatch = !words || row.textContent.toLowerCase().includes(words);
      matching += isMatch;
      row.hidden = !isMatch || matching > limit;
    }
    byId("matching").textContent = `${Math.min(limit, matching)} of ${matching} shown`;
    byId("more").hidden = matching <= limit;
  };

  for (const table of document.querySelectorAll("table.sortable")) sortable(table);
  if (byId("documents-table")) {
    document.querySelector(".filter").hidden = false;
    document.querySelector(".filter").addEventListener("submit", (event) => event.preventDefault());
    byId("filter").addEventListener("input", () => { limit = STEP; showRows(); });
    byId("more").addEventListener("click", () => { limit += STEP; showRows(); });
    showRows();
  }
  const open = () => {
    const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", open);
  open();
  addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll(".document")) box.open = true;
  });
  if (!marks.length) return;
  byId("review").hidden = false;
  for (const mark of document.querySelectorAll("del[data-removal]")) {
    mark.addEventListener("click", () => select(marks.findIndex((other) => other.id === mark.dataset.removal), { moves: false }));
  }
  for (const [id, verdict] of Object.entries(stored())) {
    if (data.removals[id]) { verdicts.set(id, verdict); show(id); }
  }
  byId("previous").addEventListener("click", commands.k);
  byId("next").addEventListener("click", commands.j);
  byId("save").addEventListener("click", save);
  byId("load").addEventListener("change", (event) => { if (event.target.files[0]) load(event.target.files[0]); });
  for (const button of document.querySelectorAll("[data-verdict]")) {
    button.addEventListener("click", () => judge(button.dataset.verdict));
  }
  addEventListener("keydown", (event) => {
    const isTyping = /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping || !Object.hasOwn(commands, event.key)) return;
    event.preventDefault();
    commands[event.key]();
  });
  byId("place").textContent = `${marks.length} removals`;
  showCounts();
})();
