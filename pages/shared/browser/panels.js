// Small windows over the page, made here: what Streamlit draws anew at every click would close them.
const texts = TEXTS[document.documentElement.lang === "en" ? "en" : "zh"];
const served = new URL(".", document.currentScript.src);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// a dialog that Escape, its button and a click beside it close; `filled(dialog)` gives what is in it
function openDialog(kind, label, children) {
  const close = element("button", { type: "button", class: "close", "aria-label": texts.close }, "×");
  const dialog = element("dialog", { class: `frame-panel ${kind}`, "aria-label": label }, ...children, close);
  const shut = () => dialog.close();
  close.addEventListener("click", shut);
  dialog.addEventListener("click", (event) => event.target === dialog && shut());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function settingsGroup(name, label, options) {
  const fields = options.map(([word, text]) => {
    const input = element("input", { type: "radio", name: `look-${name}`, value: word });
    input.checked = look.chosen[name] === word;
    input.addEventListener("change", () => look.choose(name, word));
    return element("label", {}, input, text);
  });
  return element("fieldset", {}, element("legend", {}, label), ...fields);
}

function openSettings() {
  const print = element("button", { type: "button", class: "plain-button" }, texts.print);
  const tables = element("button", { type: "button", class: "plain-button" }, texts.tables);
  const tour = element("button", { type: "button", class: "plain-button" }, texts.tour);
  const groups = [
    settingsGroup("theme", texts.theme, [["", texts.system], ["light", texts.light], ["dark", texts.dark]]),
    settingsGroup("size", texts.size, [["", texts.normal], ["large", texts.large]]),
    settingsGroup("verdicts", texts.verdicts, [["", texts.blue_orange], ["green-red", texts.green_red]]),
  ];
  const dialog = openDialog("settings", texts.settings, [...groups, element("p", { class: "row" }, print, ...(pageTables().length ? [tables] : []), tour)]);
  print.addEventListener("click", () => { dialog.close(); window.print(); });
  tables.addEventListener("click", () => { dialog.close(); takeTables(); });
  tour.addEventListener("click", () => { dialog.close(); startTour(); });
}

// what is clicked in the bar; a menu of the bar closes when anything else is clicked, a window when its link is
// followed (which ends the click: so this hears of it first)
document.addEventListener("click", (event) => {
  const followed = event.target.closest?.(".frame-panel a");
  if (followed) setTimeout(() => followed.closest("dialog")?.close());
  if (event.target.closest?.("[data-opens='search']")) openSearch();
  if (event.target.closest?.("[data-opens='settings']")) openSettings();
  for (const menu of document.querySelectorAll(".st-key-top-bar details[open]"))
    if (!menu.contains(event.target) || event.target.closest("a")) menu.open = false;
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(".st-key-top-bar details[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
