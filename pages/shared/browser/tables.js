// The tables of a page as one CSV, with what the page itself states of its figures; called by panels.js.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
// 7/9 is counts, and a spreadsheet would make the 9th of July of it
const DATE = /^(0?[1-9]|1[0-2])\/\d{1,4}$|^\d{1,4}\/(0?[1-9]|1[0-2])$/;
const NUMBER = /^[+-]?[\d,]*\.?\d+$/;
// what is there for the eye or the pointer alone
const NO_TEXT = "[aria-hidden=true], svg, button, select, [role=tooltip], .sr-only";

function pageTables() {
  return [...document.querySelectorAll("[data-testid=stMain] table")].filter(table => table.getClientRects().length);
}

function cellText(cell) {
  const copy = cell.cloneNode(true);
  for (const node of copy.querySelectorAll(NO_TEXT)) node.remove();
  for (const node of copy.querySelectorAll("br, small, p, div, a, b, span")) node.before(" ");
  return copy.textContent.replace(/\u00ad/g, "").replace(/\s+/g, " ").trim(); // words whole, without soft hyphens
}

function csvCell(text) {
  const plain = text.replace(/−/g, "-");
  const safe = NUMBER.test(plain) ? plain.replaceAll(",", "") : FORMULA.test(text) || DATE.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// a cell that spans rows or columns stands in the first; the others are empty
function csvLines(table) {
  const lines = [];
  const spans = []; // by column: rows that a cell from above still covers
  for (const row of table.rows) {
    if (row.classList.contains("sorts")) continue;
    const cells = [];
    const skip = () => { while (spans[cells.length] > 0) { spans[cells.length]--; cells.push(""); } };
    for (const cell of row.cells) {
      skip();
      const text = csvCell(cellText(cell));
      for (let n = 0; n < cell.colSpan; n++) {
        spans[cells.length] = cell.rowSpan - 1;
        cells.push(n ? "" : text);
      }
    }
    skip();
    if (cells.some(text => text)) lines.push(cells.join(","));
  }
  return lines;
}

function headingOf(table) {
  const headings = [...document.querySelectorAll("[data-testid=stMain] :is(h1, h2, h3)")];
  const before = headings.filter(each => each.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING);
  return before.length ? cellText(before[before.length - 1]) : table.getAttribute("aria-label") ?? "";
}

// the choices of the page, as they stand in its fields
function choicesMade() {
  const fields = document.querySelectorAll("[data-testid=stMain] select.choice option:checked");
  return [...fields].map(option => option.textContent.trim());
}

// the page as the bar names it: two pages with the same choices are two files
function pageName() {
  const here = document.querySelector(".st-key-top-bar nav [aria-current=page]");
  return (here?.querySelector("b") ?? here)?.textContent.trim() ?? "";
}

function takeTables() {
  const named = [document.title, pageName()].filter(Boolean);
  const stated = document.querySelector(".st-key-top-bar nav")?.dataset.stated ?? "";
  const said = [...choicesMade(), stated].filter(Boolean).map(csvCell).join(",");
  const parts = pageTables().map(table => [csvCell(headingOf(table)), ...csvLines(table), ""].join("\r\n"));
  const file = new Blob(["\ufeff", [named.map(csvCell).join(","), said, "", ...parts].join("\r\n")], { type: "text/csv" });
  const link = Object.assign(document.createElement("a"), {
    href: URL.createObjectURL(file), download: `${[...named, ...choicesMade()].join("-").replace(/[\\/:*?"<>|\s]+/g, "-")}.csv`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
