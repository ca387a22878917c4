// Two things that Streamlit has no setting for: its own words in Chinese (and plain English), and links inside HTML that move
// between pages without loading everything anew. Served by page_shell.py, which puts the words in.
(() => {
  "use strict";
  const { words: chinese, patterns, english } = __WORDS__;
  const isChinese = document.documentElement.lang.startsWith("zh");
  const words = isChinese ? chinese : {};
  const rules = (isChinese ? patterns : english).map(([pattern, text]) => [new RegExp(pattern), text]);
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "data-title", "alt", "aria-roledescription"];
  // what people wrote stays as they wrote it
  const OURS = ".stMarkdown, .stHtml, .frame-panel, pre, code, textarea";

  const UNTOUCHED = "script, style, .stHtml";

  function translated(text) {
    const core = text.trim();
    if (!/[A-Za-z]/.test(core)) return null;
    if (Object.hasOwn(words, core)) return text.replace(core, words[core]);
    for (const [pattern, replacement] of rules) {
      if (pattern.test(core)) return text.replace(core, core.replace(pattern, replacement));
    }
    return null;
  }

  function translateText(node) {
    if (!node.parentElement || node.parentElement.closest(OURS)) return;
    const plain = translated(node.data);
    if (plain !== null && plain !== node.data) node.data = plain;
  }

  function translateAttributes(element) {
    for (const name of ATTRIBUTES) {
      const plain = element.hasAttribute(name) ? translated(element.getAttribute(name)) : null;
      if (plain !== null && plain !== element.getAttribute(name)) element.setAttribute(name, plain);
    }
  }

  function translateTree(root) {
    if (root.nodeType === Node.TEXT_NODE) return translateText(root);
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest(UNTOUCHED)) return;
    translateAttributes(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, notOurs);
    while (walker.nextNode()) {
      if (walker.currentNode.nodeType === Node.TEXT_NODE) translateText(walker.currentNode);
      else translateAttributes(walker.currentNode);
    }
  }

  // a table of ours has thousands of nodes: pass it by at once
  const notOurs = (node) =>
    node.nodeType === Node.ELEMENT_NODE && node.matches(UNTOUCHED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;

  function translateChanges(changes) {
    for (const change of changes) {
      if (change.type === "characterData") translateText(change.target);
      else if (change.type === "attributes") translateAttributes(change.target);
      else change.addedNodes.forEach(translateTree);
    }
  }

  function speakPlainly() {
    const observer = new MutationObserver(translateChanges);
    // a table of ours changes thousands of texts, none of them Streamlit's
    unseen = (change) => {
      translateChanges(observer.takeRecords());
      change();
      observer.takeRecords();
    };
    observer.observe(document.documentElement, {
      subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
    });
  }

  // A plain link written in HTML, to a page of this dashboard: Streamlit follows the browser's history, so a
  // step forward in it moves to the page. A change of language loads the page, for it changes every word.
  function linkToFollow(event) {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
      return null;
    const link = event.target.closest?.(".stHtml a[href], .frame-panel a[href], [data-testid='stMarkdownContainer'] a[href]");
    if (!link || link.hasAttribute("download") || link.origin !== location.origin) return null;
    const target = new URL(link.href);
    if (/^\/(app|media|_stcore|static|account|sign-in)(\/|$)/.test(target.pathname)) return null;
    if (target.pathname === location.pathname && target.search === location.search && target.hash) return null;
    return languageOf(target) === languageOf(location) ? target : "load";
  }

  const languageOf = (place) => new URLSearchParams(place.search).get("lang") || "zh";

  function follow(event) {
    const target = linkToFollow(event);
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    if (target === "load") return location.assign(event.target.closest("a").href);
    const moves = target.pathname !== location.pathname;
    history.pushState({}, "", target);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    if (moves) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  }

  // A page that was asked for while the connection was lost: Streamlit comes back with the page before, under the
  // new address.
  const CONNECTION = "data-test-connection-state";
  const isConnected = () => document.querySelector(`[${CONNECTION}]`)?.getAttribute(CONNECTION) === "CONNECTED";

  function isElsewhere() {
    const shown = document.querySelector(".st-key-top-bar a[aria-current='page']");
    return Boolean(shown) && new URL(shown.href).pathname !== location.pathname;
  }

  function goOn(changes) {
    const wasLost = changes.some((change) => change.oldValue && change.oldValue !== "CONNECTED");
    if (wasLost && isConnected()) setTimeout(() => isElsewhere() && dispatchEvent(new PopStateEvent("popstate", { state: {} })), 500);
  }

  // What was asked for and has not come, where the network stands still: a second later a bar says so (1_page.css).
  const STATE = "data-test-script-state", root = document.documentElement;
  const here = () => location.pathname + location.search;
  const LONGEST_WAIT = 15000;
  let shown = here(), longest = null;

  function wait() {
    if (here() === shown) return;
    shown = here();
    root.dataset.asked = "";
    clearTimeout(longest);
    longest = setTimeout(() => delete root.dataset.asked, LONGEST_WAIT); // by then Streamlit tells of a lost connection
  }

  // a run that is over at once changes no state that can be seen, and yet it draws
  function arrive(changes) {
    if (root.dataset.asked === undefined) return;
    const isDrawn = (change) => change.type === "childList" && change.target.closest?.('[data-testid="stMain"]');
    if (changes.some((change) => isDrawn(change) || change.oldValue === "running")) delete root.dataset.asked;
  }

  addEventListener("popstate", wait);
  new MutationObserver(arrive).observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: [STATE], attributeOldValue: true });

  const connection = { subtree: true, attributes: true, attributeFilter: [CONNECTION], attributeOldValue: true };
  new MutationObserver(goOn).observe(document.documentElement, connection);
  document.addEventListener("click", follow, true);
  speakPlainly();
})();
