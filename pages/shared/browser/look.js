// The reader's settings: light or dark, type size, verdict colours. Kept in the cookie `look`, and put on the page's
// root before anything is painted; figures are drawn in colours that the root switches.
const COOKIE = "look";
const WORDS = { theme: ["light", "dark"], verdicts: ["green-red"], size: ["large"] };

const look = (() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const changes = new EventTarget();
  const chosen = stored();

  function stored() {
    const kept = document.cookie.split("; ").find((pair) => pair.startsWith(`${COOKIE}=`)) ?? "";
    const words = kept.slice(COOKIE.length + 1).split(".");
    return Object.fromEntries(Object.entries(WORDS).map(([name, all]) => [name, all.find((word) => words.includes(word)) ?? ""]));
  }

  const isDark = () => (chosen.theme ? chosen.theme === "dark" : system.matches);

  function apply() {
    root.dataset.theme = isDark() ? "dark" : "light";
    for (const name of ["verdicts", "size"]) {
      if (chosen[name]) root.dataset[name] = chosen[name];
      else delete root.dataset[name];
    }
  }

  function tellStreamlit() {
    changes.dispatchEvent(new Event("change"));
  }

  function choose(name, word) {
    if (chosen[name] === word) return;
    const wasDark = isDark();
    chosen[name] = word;
    const words = Object.values(chosen).filter(Boolean).join(".");
    document.cookie = `${COOKIE}=${words}; path=/; max-age=31536000; samesite=lax`;
    apply();
    if (wasDark !== isDark()) tellStreamlit();
  }

  // Streamlit follows the system; to it, the system is what was chosen here
  const ours = {
    media: system.media, onchange: null,
    get matches() { return isDark(); },
    addEventListener: changes.addEventListener.bind(changes),
    removeEventListener: changes.removeEventListener.bind(changes),
    addListener: (listener) => changes.addEventListener("change", listener),
    removeListener: (listener) => changes.removeEventListener("change", listener),
    dispatchEvent: () => true,
  };
  const asked = window.matchMedia.bind(window);
  window.matchMedia = (query) => (/^\(\s*prefers-color-scheme:\s*dark\s*\)$/.test(query) ? ours : asked(query));
  system.addEventListener("change", () => {
    if (chosen.theme) return;
    apply();
    tellStreamlit();
  });
  apply();
  return { chosen, choose };
})();
