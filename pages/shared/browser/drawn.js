// HTML of our own pages, drawn without Streamlit's cleaning. The server sends it as the text of a carrier, packed
// where it is long (pages/shared/view.py): cleaning one text costs nothing, cleaning a table of 500 linked cells a good part of a
// click. The server escapes whatever is not its own markup, and the page's policy runs no inline script.
// What is drawn stays: a new version changes only what differs, so the focus, the place in a scrolled table and
// an opened fold survive a choice.
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
    if (!isPacked) return drawIn(carrier.parentElement, content);
    const html = await unpacked(content);
    if (carrier.isConnected) drawIn(carrier.parentElement, html); // else a later one has come meanwhile
  }

  function unpacked(content) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  }

  function drawIn(host, html) {
    const drawing = host.nextElementSibling;
    if (drawing?.classList.contains("drawn")) return change(drawing, html);
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
        if (!shown.isEqualNode(wanted)) changeNode(shown, wanted);
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
    const isSameKind = shown.nodeType === 1 && shown.nodeName === wanted.nodeName && shown.className === wanted.className;
    if (!isSameKind) return shown.replaceWith(wanted);
    changeAttributes(shown, wanted);
    changeChildren(shown, wanted);
    if (shown.nodeName === "SELECT") shown.value = shown.querySelector("[selected]")?.value ?? shown.value;
  }

  function changeAttributes(shown, wanted) {
    for (const { name } of [...shown.attributes])
      if (!wanted.hasAttribute(name) && !(name === "open" && shown.nodeName === "DETAILS")) shown.removeAttribute(name);
    for (const { name, value } of wanted.attributes)
      if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
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
