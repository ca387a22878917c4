// The tables of the page that is open as CSV, for who wants them in a spreadsheet. What is hidden on the screen is
// in no file; a text that a spreadsheet would run as a formula gets a sign before it (data/formula_text.py).
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const tablesHere = () => [...document.querySelectorAll('[data-testid="stMain"] table')].filter((table) => table.getClientRects().length);

function cellText(cell) {
  // a drawing says its finding in its name; soft hyphens are for the eye
  const drawn = cell.querySelector("[role=img]")?.getAttribute("aria-label") ?? "";
  return (cell.innerText.trim() || drawn).replace(/\u00ad/g, "").replace(/\s+/g, " ").trim();
}

function csvOf(table) {
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const safe = (text) => (FORMULA.test(text) && !/^[+-][\d.,]+%?$/.test(text) ? `'${text}` : text);
  const row = (cells) => cells.flatMap((cell) => [quoted(safe(cellText(cell))), ...Array(cell.colSpan - 1).fill("")]);
  return [...table.rows].map((line) => row([...line.cells]).join(",")).join("\r\n");
}

function saveTables() {
  const text = tablesHere().map(csvOf).join("\r\n\r\n");
  const page = document.querySelector(".st-key-top-bar a[aria-current]")?.textContent.trim() || document.title;
  const link = element("a", { href: URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: "text/csv" })), download: `${page}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
