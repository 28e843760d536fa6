// On paper a picture is as wide as its card, which may be narrower there than on the screen it was drawn for.
(function () {
  const boxes = () => document.querySelectorAll(".js-plotly-plot .svg-container");
  const layers = (box) => box.querySelectorAll(":scope > .main-svg");

  window.addEventListener("beforeprint", () => {
    boxes().forEach((box) => {
      const { width, height } = box.getBoundingClientRect();
      if (!width) return;
      box.style.setProperty("--drawn-width", `${width}px`);
      box.style.setProperty("--drawn-ratio", `${width} / ${height}`);
      layers(box).forEach((layer) => layer.setAttribute("viewBox", `0 0 ${width} ${height}`));
    });
  });
  window.addEventListener("afterprint", () => boxes().forEach((box) => layers(box).forEach((layer) => layer.removeAttribute("viewBox"))));
})();
