// A first visit in five steps: a card in the corner that stands in nobody's way. Once closed it does not come back
// by itself.
const TOUR_SEEN = "tour-seen";
const STEPS = [
  ["tour_changes", ".lead"],
  ["tour_choices", ".choosers"],
  ["tour_townships", ".heat-box, .heat, .heat-list"],
  ["tour_search", "[data-opens='search']"],
  ["tour_settings", "[data-opens='settings']"],
];

function startTour() {
  endTour();
  const said = element("p", { "aria-live": "polite" });
  const counted = element("span", { class: "count" });
  const back = element("button", { type: "button", class: "plain-button" }, texts.tour_back);
  const next = element("button", { type: "button", class: "main-button" });
  const close = element("button", { type: "button", class: "close", "aria-label": texts.tour_skip, title: texts.tour_skip }, "×");
  const card = element("aside", { class: "frame-panel tour", "aria-label": texts.tour_title },
    element("b", {}, texts.tour_title), counted, close, said, element("p", { class: "row" }, back, next));
  let at = 0;

  function show(step) {
    at = step;
    const [text, place] = STEPS[at];
    said.textContent = texts[text];
    counted.textContent = `${at + 1}/${STEPS.length}`;
    back.disabled = at === 0;
    next.textContent = at === STEPS.length - 1 ? texts.tour_done : texts.tour_next;
    pointAt(document.querySelector(place));
  }

  back.addEventListener("click", () => show(at - 1));
  next.addEventListener("click", () => (at === STEPS.length - 1 ? endTour() : show(at + 1)));
  close.addEventListener("click", endTour);
  card.addEventListener("keydown", (event) => event.key === "Escape" && endTour());
  document.body.append(card);
  show(0);
}

function pointAt(place) {
  document.querySelector(".tour-here")?.classList.remove("tour-here");
  place?.classList.add("tour-here");
  if (place && !place.closest(".st-key-top-bar")) place.scrollIntoView({ block: "center" });
}

function endTour() {
  document.querySelector(".frame-panel.tour")?.remove();
  pointAt(null);
  try { localStorage.setItem(TOUR_SEEN, "yes"); } catch { /* a browser that keeps nothing sees it again */ }
}

// the first page with something on it, once it is there
function offerTour() {
  const wasSeen = (() => { try { return localStorage.getItem(TOUR_SEEN); } catch { return "yes"; } })();
  if (wasSeen || new URL(location.href).pathname !== served.pathname) return;
  const waiting = new MutationObserver(() => {
    if (!document.querySelector(".lead") || !document.querySelector("[data-opens='settings']")) return;
    waiting.disconnect();
    startTour();
    window.scrollTo(0, 0);
  });
  waiting.observe(document.documentElement, { subtree: true, childList: true });
}

offerTour();
