// What was typed into a field outlives a reload, a change of page or language, and signing in again: this tab keeps
// it under the name of the box around the field, `st.container(key="typed-…")`.
(() => {
  "use strict";
  const BOX = '[class*="st-key-typed-"]';
  const FIELD = `${BOX} input[type="text"]`;
  const nameOf = (field) => field.closest(BOX).className.match(/st-key-typed-\S+/)[0];
  const putIn = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set; // React watches its own

  function putBack(field) {
    const typed = sessionStorage.getItem(nameOf(field));
    if (!typed || field.value || !field.isConnected) return;
    putIn.call(field, typed);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true })); // Streamlit sends a field that is left
  }

  function fieldsIn(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    return node.matches(FIELD) ? [node] : [...node.querySelectorAll(FIELD)];
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches?.(FIELD)) sessionStorage.setItem(nameOf(event.target), event.target.value);
  }, true);

  new MutationObserver((changes) => {
    const fields = changes.flatMap((change) => [...change.addedNodes].flatMap(fieldsIn));
    if (fields.length) setTimeout(() => fields.forEach(putBack), 100); // once React has taken it up
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
