// HTML of our own pages, drawn without Streamlit's cleaning. The server sends it as the text of a carrier, packed
// where it is long (pages/shared/view.py): cleaning one text costs nothing, cleaning a table of 500 linked cells a good part of a
// click. The server escapes whatever is not its own markup, and the page's policy runs no inline script.
// What is drawn stays: a new version changes only what differs, so the focus, the place in a scrolled table and
// an opened fold survive a choice.

// changes what is drawn; frame.js, which looks for words of Streamlit's, puts a way here past its own watch
let unseen = (change) => change();

(() => {
  "use strict";
  const carriers = document.getElementsByClassName("carrier");
  const drawings = document.getElementsByClassName("drawn");

  function drawAll() {
    for (const drawing of [...drawings]) if (!carrierBefore(drawing)) drawing.remove();
    for (const carrier of [...carriers]) if (carrier.parentElement.matches(".stHtml")) draw(carrier);
  }

  const carrierBefore = (drawing) => drawing.previousElementSibling?.querySelector(":scope > .carrier, :scope > .carried");

  async function draw(carrier) {
    const content = carrier.textContent;
    const isPacked = carrier.classList.contains("packed");
    carrier.replaceChildren();
    carrier.className = "carried";
    const html = isPacked ? await unpacked(content) : content;
    if (!carrier.isConnected) return; // a later one has come meanwhile
    drawIn(carrier.parentElement, html);
    askAgain();
  }

  function unpacked(content) {
    const letters = atob(content);
    const bytes = new Uint8Array(letters.length);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = letters.charCodeAt(at);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  }

  function drawIn(host, html) {
    const drawing = host.nextElementSibling;
    if (drawing?.classList.contains("drawn")) return unseen(() => change(drawing, html));
    const first = document.createElement("div");
    first.className = "stHtml drawn";
    first.innerHTML = html;
    host.after(first);
  }

  function change(drawing, html) {
    const next = document.createElement("template");
    next.innerHTML = html;
    changeChildren(drawing, next.content);
  }

  function changeChildren(old, next) {
    let shown = old.firstChild;
    for (let wanted = next.firstChild; wanted; ) {
      const following = wanted.nextSibling;
      if (!shown) old.append(wanted);
      else {
        const after = shown.nextSibling;
        changeNode(shown, wanted);
        shown = after;
      }
      wanted = following;
    }
    while (shown) {
      const after = shown.nextSibling;
      shown.remove();
      shown = after;
    }
  }

  function changeNode(shown, wanted) {
    if (shown.nodeType === 3 && wanted.nodeType === 3) {
      if (shown.data !== wanted.data) shown.data = wanted.data;
    } else if (shown.nodeType !== 1 || shown.nodeName !== wanted.nodeName || (shown.getAttribute("class") !== wanted.getAttribute("class") && shown.nodeName !== "TD"))
      shown.replaceWith(wanted);
    else if (!shown.isEqualNode(wanted)) {
      changeAttributes(shown, wanted);
      changeChildren(shown, wanted);
      if (shown.nodeName === "SELECT") shown.value = shown.querySelector("[selected]")?.value ?? shown.value;
    }
  }

  // by name: an object for every attribute of a thousand links takes longer than to change them
  function changeAttributes(shown, wanted) {
    const names = wanted.getAttributeNames();
    for (const name of names) {
      const value = wanted.getAttribute(name);
      if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
    }
    for (const name of shown.getAttributeNames())
      if (!names.includes(name) && !(name === "open" && shown.nodeName === "DETAILS")) shown.removeAttribute(name);
  }

  // A page whose last part is still being made says after how many milliseconds to ask for it again. Not while nobody
  // looks, nor under a dialog, which the answer would close.
  let asking = 0;

  function askAgain() {
    const unfinished = document.querySelector(".drawn [data-again]");
    if (!unfinished || asking) return;
    asking = setTimeout(() => {
      asking = 0;
      const isLookedAt = !document.hidden && !document.querySelector("[role=dialog]");
      if (isLookedAt && unfinished.isConnected) dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
      askAgain();
    }, Number(unfinished.dataset.again));
  }

  new MutationObserver(drawAll).observe(document.documentElement, { subtree: true, childList: true });

  // A choice is an option that holds the address it leads to.
  document.addEventListener("change", (event) => {
    const choice = event.target.closest?.("select.choice");
    if (!choice) return;
    history.pushState({}, "", choice.value);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  });
})();
