// Arrow keys move between the linked cells of a table that is too large for the Tab key. Once the focus is in
// it, Tab leaves it in one step and comes back to the cell where the reader was.
(() => {
  "use strict";
  const CELLS = ".heat td a";
  const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

  const rowsOf = (table) => [...table.rows].map((row) => [...row.querySelectorAll("td a")]).filter((row) => row.length);

  function cellAt(cell, key, whole) {
    const rows = rowsOf(cell.closest("table"));
    const at = rows.findIndex((row) => row.includes(cell));
    const place = rows[at].indexOf(cell);
    if (key === "Home") return whole ? rows[0][0] : rows[at][0];
    if (key === "End") return (whole ? rows.at(-1) : rows[at]).at(-1);
    const [down, right] = STEPS[key] ?? [0, 0];
    const row = rows[at + down];
    return row?.[Math.min(place + right, right ? place + right : row.length - 1)];
  }

  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.(CELLS);
    if (!cell || event.ctrlKey !== (event.ctrlKey && /^(Home|End)$/.test(event.key)) || event.altKey) return;
    if (!(event.key in STEPS) && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    cellAt(cell, event.key, event.ctrlKey)?.focus();
  });

  document.addEventListener("focusin", (event) => {
    const cell = event.target.closest?.(CELLS);
    if (!cell) return;
    for (const other of cell.closest("table").querySelectorAll("td a")) other.tabIndex = other === cell ? 0 : -1;
  });
})();
