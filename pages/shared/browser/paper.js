// A figure is drawn as wide as the screen; on paper it shrinks to the sheet.
const FIGURES = ".js-plotly-plot .svg-container";

addEventListener("beforeprint", () => {
  for (const figure of document.querySelectorAll(FIGURES)) {
    const { clientWidth: width, clientHeight: height } = figure;
    figure.style.aspectRatio = `${width} / ${height}`;
    figure.style.maxWidth = `${width}px`;
    for (const layer of figure.querySelectorAll(".main-svg")) layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }
});
addEventListener("afterprint", () => {
  for (const figure of document.querySelectorAll(FIGURES)) {
    figure.style.aspectRatio = "";
    figure.style.maxWidth = "";
    for (const layer of figure.querySelectorAll(".main-svg")) layer.removeAttribute("viewBox");
  }
});
