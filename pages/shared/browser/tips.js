// Words of the mark nearest to the pointer, beside it, in charts that are drawn as SVG.
(() => {
  "use strict";
  const NEAR = 24; // px
  let card = null;

  function nearestMark(drawing, x, y) {
    let best = null, least = NEAR;
    for (const mark of drawing.querySelectorAll("[data-tip]")) {
      const box = mark.getBoundingClientRect();
      const distance = Math.hypot(x - (box.left + box.right) / 2, y - (box.top + box.bottom) / 2);
      // of two marks at one place the later lies on top
      if (distance <= least) [best, least] = [mark, distance];
    }
    return best;
  }

  function show(mark) {
    if (!card) card = Object.assign(document.createElement("div"), { className: "tip" });
    card.textContent = mark.dataset.tip;
    if (!card.isConnected) document.body.append(card);
    const at = mark.getBoundingClientRect();
    const left = at.right + 8 + card.offsetWidth > innerWidth ? at.left - 8 - card.offsetWidth : at.right + 8;
    card.style.left = `${Math.max(4, left)}px`;
    card.style.top = `${Math.max(4, at.top - card.offsetHeight / 2)}px`;
  }

  function follow(event) {
    const drawing = event.target.closest?.(".drawing, .slide-chart");
    const mark = drawing && nearestMark(drawing, event.clientX, event.clientY);
    if (mark) show(mark);
    else card?.remove();
  }

  for (const kind of ["pointermove", "pointerdown", "scroll"])
    document.addEventListener(kind, follow, { capture: true, passive: true });
})();
