// A meeting on one screen: slides change here, without the server; a colleague's browser follows the presenter's.
(() => {
  "use strict";
  const decks = document.getElementsByClassName("deck");
  const ASK_EVERY = 1000, LOOK_EVERY = 15000, REFRESH_EVERY = 600000, LOST_AFTER = 3, AGAIN_AFTER = 2000, SWIPE = 50;
  let deck = null, leads = false, follows = true, failures = 0, asking = null, turning = null, refreshed = 0, told = null;

  const slides = () => [...deck.querySelectorAll(".slide")];
  const ids = () => slides().map((slide) => slide.dataset.slide);
  const shown = () => deck.querySelector(".slide.on")?.dataset.slide;
  const asked = () => new URLSearchParams(location.search).get("slide");
  const picker = () => deck.querySelector(".picker");
  const number = () => deck.dataset.meeting;

  // every window has a name of its own, for a laptop and its projector may show two; a presenter's that is closed leaves
  // its name to the next, so that whoever opens the meeting again still presents it
  const NAME = "meeting-browser", windows = new BroadcastChannel(NAME);
  const drawn = () => [...crypto.getRandomValues(new Uint8Array(12))].map((each) => each.toString(16).padStart(2, "0")).join("");
  function windowName() {
    const name = sessionStorage.getItem(NAME) ?? localStorage.getItem(NAME) ?? drawn();
    sessionStorage.setItem(NAME, name);
    if (localStorage.getItem(NAME) === name) localStorage.removeItem(NAME);
    return name;
  }
  // a tab that was duplicated bears the name of the first, which says so: then it draws another
  windows.addEventListener("message", ({ data: { name, asks } }) => {
    if (name !== sessionStorage.getItem(NAME)) return;
    if (asks) windows.postMessage({ name });
    else sessionStorage.setItem(NAME, drawn());
  });
  addEventListener("pageshow", () => sessionStorage.getItem(NAME) && windows.postMessage({ name: windowName(), asks: true }));
  addEventListener("pagehide", () => leads && localStorage.setItem(NAME, windowName()));

  // the page was drawn, drawn anew, or left
  function look() {
    const found = decks[0] ?? null;
    if (found !== deck) {
      if (deck) leave();
      deck = found;
      if (deck) enter();
    }
    if (deck && !deck.querySelector(".slide.on")) show(asked(), true);
    if (deck) mark();
  }

  function enter() {
    [leads, follows, failures, refreshed, told] = [false, !deck.dataset.wall, 0, Date.now(), null];
    for (const bar of document.querySelectorAll(".st-key-top-bar")) bar.inert = true;
    show(ids().includes(asked()) ? asked() : shown(), true);
    ask();
    asking = setInterval(ask, number() ? ASK_EVERY : LOOK_EVERY);
    const seconds = Number(deck.dataset.wall);
    if (seconds) turning = setInterval(turn, seconds * 1000);
  }

  function leave() {
    clearInterval(asking);
    clearInterval(turning);
    for (const bar of document.querySelectorAll(".st-key-top-bar")) bar.inert = false;
  }

  function show(id, quiet = false) {
    const all = ids();
    if (!all.includes(id)) id = all[0];
    for (const slide of slides()) slide.classList.toggle("on", slide.dataset.slide === id);
    const url = new URL(location.href);
    if (url.searchParams.get("slide") !== id) {
      url.searchParams.set("slide", id);
      history.replaceState(history.state, "", url);
    }
    mark();
    if (quiet || !number()) return;
    if (leads) post({ does: "show", slide: id });
    else if (told?.presented) setFollowing(told.slide === id);
  }

  // the buttons say where we are
  function mark() {
    const all = ids(), id = shown(), place = all.indexOf(id);
    set(deck.querySelector("[data-does=pick]"), `${place + 1} / ${all.length}`);
    const drill = deck.querySelector(".drill"), view = deck.querySelector(".slide.on")?.dataset.view;
    drill.hidden = !view;
    if (view && drill.getAttribute("href") !== view) drill.setAttribute("href", view);
    for (const button of picker().querySelectorAll("[data-slide]")) {
      if ((button.dataset.slide === id) === button.hasAttribute("aria-current")) continue;
      if (button.dataset.slide === id) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    const lead = deck.querySelector("[data-does=lead]"), follow = deck.querySelector("[data-does=follow]");
    if (lead) lead.hidden = leads;
    if (follow) follow.hidden = leads || follows;
    if (number()) set(deck.querySelector(".who"), who(all));
  }

  function who(all) {
    if (leads) return texts.meeting_leads;
    if (!told?.presented) return "";
    return follows ? texts.meeting_follows : texts.meeting_elsewhere.replace("%n", all.indexOf(told.slide) + 1);
  }

  const set = (element, words) => { if (element.textContent !== words) element.textContent = words; };

  function step(by) {
    const all = ids();
    show(all[Math.min(Math.max(all.indexOf(shown()) + by, 0), all.length - 1)]);
  }

  function turn() {
    if (document.hidden || document.querySelector("dialog[open]") || !picker().hidden) return;
    const all = ids(), next = (all.indexOf(shown()) + 1) % all.length;
    show(all[next]);
    if (next === 0 && Date.now() - refreshed > REFRESH_EVERY) refresh();
  }

  function refresh() {
    refreshed = Date.now();
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
  }

  // what the server knows: where the presenter is, what was written down, which data are in force
  async function ask() {
    if (!deck || document.hidden) return;
    const here = deck;
    try {
      const query = new URLSearchParams({ meeting: number() ?? "", browser: windowName(), lang: document.documentElement.lang });
      const answer = await fetch(`${served.pathname}meeting.json?${query}`, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      if (deck === here) hear(found);
    } catch { lose(); }
  }

  function lose() {
    failures += 1;
    if (failures === LOST_AFTER && deck) {
      const time = new Date().toTimeString().slice(0, 5);
      lostWords().textContent = texts.meeting_lost.replace("%t", time);
    }
  }

  function lostWords() {
    return deck.querySelector(".lost") ?? deck.appendChild(element("p", { class: "lost", role: "status" }));
  }

  function hear(found) {
    failures = 0;
    if (deck.querySelector(".lost")) lostWords().textContent = "";
    // the first answer: a link to a slide of a meeting that is over opens that slide
    if (!told && !found.is_live && asked() !== found.slide) follows = false;
    told = found;
    if (!number()) {
      if (found.mart && found.mart !== deck.dataset.mart) refresh();
      return;
    }
    leads = found.leads;
    if (!found.presented && !deck.dataset.wall) post({ does: "lead", slide: shown() });
    else if (!leads && follows && found.slide !== shown() && ids().includes(found.slide)) show(found.slide, true);
    const isNew = found.views > Number(deck.dataset.views) || found.agreed !== deck.dataset.agreed;
    if (isNew && Date.now() - refreshed > AGAIN_AFTER) refresh();
    for (const slide of slides()) {
      const noted = slide.querySelector(".agreed-here"), html = found.noted[slide.dataset.slide] ?? "";
      if (noted.dataset.html !== html) { noted.dataset.html = html; noted.innerHTML = html; }
    }
    mark();
  }

  // one after the other: of two slides turned quickly the second must arrive last
  let sending = Promise.resolve();
  const post = (what) => (sending = sending.catch(() => null).then(() => send(what)));

  async function send(what) {
    const answer = await fetch(`${served.pathname}meeting.json`, {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ meeting: Number(number()), browser: windowName(), lang: document.documentElement.lang, ...what }),
    }).catch(() => null);
    if (!answer) { lose(); return null; }
    const found = await answer.json().catch(() => ({}));
    if (answer.ok && deck) hear(found);
    return answer.ok ? null : found.refused ?? texts.meeting_failed;
  }

  function setFollowing(on) {
    follows = on;
    if (on && told?.slide) show(told.slide, true);
    mark();
  }

  function note() {
    if (!number() || document.querySelector("dialog[open]")) return;
    const slide = shown();
    const kinds = [["action", texts.note_action], ["decision", texts.note_decision]].map(([kind, words], place) => {
      const input = element("input", { type: "radio", name: "kind", value: kind });
      input.checked = place === 0;
      return element("label", {}, input, " ", words);
    });
    const field = (words, input) => element("label", {}, element("span", {}, words), input);
    const text = element("textarea", { rows: 3, maxlength: 200, required: "" });
    const office = element("input", { type: "text", maxlength: 40, required: "" });
    const due = element("input", { type: "date" });
    const refused = element("p", { class: "refused", role: "alert" });
    const save = element("button", { type: "submit", class: "plain-button" }, texts.note_save);
    const form = element("form", {}, element("fieldset", {}, ...kinds), field(texts.note_text, text), field(texts.note_office, office), field(texts.note_due, due), refused, save);
    const dialog = openDialog("note-panel", texts.note, [element("h2", {}, texts.note), element("p", { class: "note" }, texts.note_hint), form]);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      save.disabled = true;
      const kind = form.querySelector("input[name=kind]:checked").value;
      const wrong = await post({ does: "note", slide, kind, text: text.value, office: office.value, due: due.value });
      save.disabled = false;
      if (wrong) refused.textContent = wrong;
      else dialog.close();
    });
    text.focus();
  }

  function pick(open) {
    picker().hidden = !open;
    if (open) (picker().querySelector("[aria-current]") ?? picker().querySelector("button")).focus();
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }

  const DOES = {
    next: () => step(1), back: () => step(-1), pick: () => pick(picker().hidden), full, note,
    blank: () => deck.classList.toggle("blank"),
    lead: () => post({ does: "lead", slide: shown(), takes_over: true }), follow: () => setFollowing(true),
  };
  const KEYS = {
    ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back",
    f: "full", b: "blank", ".": "blank", g: "pick", n: "note", p: "lead", l: "follow",
  };

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!deck) {
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) document.querySelector(".to-meeting.back")?.click();
      return;
    }
    if (event.target.closest?.("input, textarea, select, dialog")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (deck.classList.contains("blank")) deck.classList.remove("blank");
    else if (!picker().hidden && moveInPicker(key)) return stop(event);
    else if (event.key === " " && event.target.closest?.("button")) return;
    else if (key === "Home") show(ids()[0]);
    else if (key === "End") show(ids().at(-1));
    else if (key === "Escape") pick(false);
    else if (key in KEYS) run(KEYS[key]);
    else return;
    stop(event);
  }

  function run(name) {
    if (name === "lead" || name === "follow" || name === "note") { if (!number()) return; }
    if (name !== "pick") picker().hidden = true;
    DOES[name]();
  }

  function moveInPicker(key) {
    const buttons = [...picker().querySelectorAll("li button")], at = buttons.indexOf(document.activeElement);
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    if (!by) return false;
    buttons[Math.min(Math.max(at + by, 0), buttons.length - 1)].focus();
    return true;
  }

  // Streamlit has keys of its own (R, C): in a meeting they are ours
  function stop(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function click(event) {
    if (!deck?.contains(event.target)) return;
    if (deck.classList.contains("blank")) return deck.classList.remove("blank");
    const button = event.target.closest("[data-does], .picker [data-slide]");
    if (!button) { if (!event.target.closest(".picker")) picker().hidden = true; return; }
    if (button.dataset.does === "done")
      post({ does: "done", agreed: Number(button.dataset.agreed), is_done: button.getAttribute("aria-pressed") !== "true" });
    else if (button.dataset.slide) { picker().hidden = true; show(button.dataset.slide); }
    else run(button.dataset.does);
  }

  let touched = null;
  addEventListener("touchstart", (event) => { touched = deck?.contains(event.target) && event.touches.length === 1 ? event.touches[0] : null; }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!touched || !picker().hidden) return;
    const end = event.changedTouches[0], across = end.clientX - touched.clientX, down = end.clientY - touched.clientY;
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) step(across < 0 ? 1 : -1);
    touched = null;
  }, { passive: true });
  addEventListener("keydown", press, true);
  document.addEventListener("click", click);
  new MutationObserver(look).observe(document.documentElement, { subtree: true, childList: true });
  look();
})();
