// Find a township, an indicator or a page: by name, by pinyin or its initials, by English words. The list comes
// from search.json once and is searched here.
let searchList = [];

async function loadSearchList() {
  const answer = await fetch(new URL("search.json", served), { cache: "no-cache" });
  if (answer.ok) searchList = await answer.json();
}

// Whether `letters` from `at` on is read off `characters` from the first on: each gives at least one letter of one
// of its readings (or itself), so "cff", "chongfu" and "chongff" all read 重复访. Gives the number of rare readings.
function readOff(entry, place, letters, at) {
  if (at === letters.length) return 0;
  if (place === entry.sounds.length) return -1;
  for (const [rank, reading] of entry.sounds[place].entries()) {
    let shared = 0;
    while (shared < reading.length && reading[shared] === letters[at + shared]) shared += 1;
    for (; shared > 0; shared -= 1) {
      const rest = readOff(entry, place + 1, letters, at + shared);
      if (rest >= 0) return rest + (rank > 0 ? 1 : 0);
    }
  }
  return -1;
}

// 0 is best, Infinity is no match
function distance(entry, words) {
  const whole = words.join("");
  const inName = entry.zh.toLowerCase().indexOf(whole);
  if (inName >= 0) return inName === 0 ? 0 : 1;
  for (let place = 0; place < entry.sounds.length; place += 1) {
    const rare = readOff(entry, place, whole, 0);
    if (rare >= 0) return (place === 0 ? 0.4 : 1.4) + 0.1 * rare;
  }
  const english = entry.en.toLowerCase().split(/[^a-z0-9]+/);
  if (words.every((word) => english.some((each) => each.startsWith(word)))) return english[0].startsWith(words[0]) ? 0.8 : 1.2;
  return whole.length > 2 && entry.id.includes(words.join("_")) ? 2 : Infinity;
}

function found(query) {
  const words = query.toLowerCase().replaceAll("ü", "v").replaceAll("'", "").split(/\s+/).filter(Boolean);
  if (!words.length) return searchList;
  return searchList
    .map((entry) => [distance(entry, words), entry])
    .filter(([far]) => far < Infinity)
    .sort(([one, a], [other, b]) => one - other || a.zh.length - b.zh.length)
    .slice(0, 12)
    .map(([, entry]) => entry);
}

// where an entry leads, with the choices that go from page to page
function addressOf(entry) {
  const here = new URLSearchParams(location.search);
  const kept = new URLSearchParams();
  for (const name of CARRIED) if (here.get(name)) kept.set(name, here.get(name));
  if (entry.choice) kept.set(entry.choice, entry.id);
  const address = new URL(entry.page || "./", served);
  address.search = kept.toString();
  return address.href;
}

function optionOf(entry, place) {
  const inEnglish = document.documentElement.lang === "en";
  const [name, also] = inEnglish ? [entry.en || entry.zh, entry.zh] : [entry.zh, entry.en];
  const words = [element("b", {}, name), element("span", {}, also), element("i", {}, texts[entry.type])];
  const role = { role: "option", id: `found-${place}`, "aria-selected": "false" };
  return element("a", { href: addressOf(entry), tabindex: "-1", ...role }, ...words);
}

function openSearch() {
  if (document.querySelector("dialog.search")) return;
  const list = element("div", { role: "listbox", id: "found", "aria-label": texts.found });
  const field = element("input", {
    type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "found", "aria-autocomplete": "list",
    "aria-label": texts.search, placeholder: texts.search_hint, autocomplete: "off", spellcheck: "false", autofocus: "",
  });
  const said = element("p", { class: "note", role: "status" });
  openDialog("search", texts.search, [field, list, said]);
  let at = 0;

  function mark(place) {
    const options = [...list.children];
    at = Math.max(0, Math.min(place, options.length - 1));
    options.forEach((option, each) => option.setAttribute("aria-selected", String(each === at)));
    if (options[at]) field.setAttribute("aria-activedescendant", options[at].id);
    else field.removeAttribute("aria-activedescendant");
    options[at]?.scrollIntoView({ block: "nearest" });
  }

  function show() {
    const entries = found(field.value);
    list.replaceChildren(...entries.map(optionOf));
    said.textContent = entries.length ? "" : texts.nothing_found;
    mark(0);
  }

  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) mark(at + steps[event.key]);
    else if (event.key === "Enter") list.children[at]?.click();
    else return;
    event.preventDefault();
  });
  show();
  loadSearchList().then(show);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable='true']");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (slash || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k")) {
    event.preventDefault();
    openSearch();
  }
});
