// Plotly cannot hatch a map: after each drawing, the sentinel fills of the tokens become patterns.
(function () {
  const KINDS = ["missing", "hidden", "uncertain"];
  const SHAPES = {
    missing: '<path class="pattern-line" d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2"/>',
    hidden: '<circle class="pattern-dot" cx="3" cy="3" r="1.1"/>',
    uncertain: '<path class="pattern-line" d="M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2"/>',
  };

  // A colour as the browser writes it, so that it can be compared with what Plotly has set.
  function asDrawn(kind) {
    const probe = document.createElement("i");
    probe.style.fill = getComputedStyle(document.documentElement).getPropertyValue(`--${kind}-fill`).trim();
    return probe.style.fill;
  }

  function define(svg) {
    if (svg.querySelector("pattern")) return;
    const defs = document.createElementNS("http://www.w3.org/2000/svg", "defs");
    fill(defs);
    svg.prepend(defs);
  }

  function fill(defs) {
    const pattern = (kind) =>
      `<pattern id="kj-${kind}" width="6" height="6" patternUnits="userSpaceOnUse">` +
      `${kind === "uncertain" ? "" : '<rect class="pattern-ground" width="6" height="6"/>'}${SHAPES[kind]}</pattern>`;
    defs.innerHTML = KINDS.map(pattern).join("");
  }

  function paint(graph) {
    const kinds = Object.fromEntries(KINDS.map((kind) => [asDrawn(kind), kind]));
    graph.querySelectorAll("path.choroplethlocation").forEach((path) => {
      const fill = path.getAttribute("fill");
      if (fill?.startsWith("url(")) return;
      const kind = kinds[fill];
      delete path.dataset.kind;
      if (!kind) return;
      define(path.ownerSVGElement);
      path.setAttribute("fill", `url(#kj-${kind})`);
      path.setAttribute("fill-opacity", "1");
      path.dataset.kind = kind;
    });
  }

  window.kaejon.definePatterns = fill;
  window.kaejon.eachGraph((graph) => {
    paint(graph);
    graph.on("plotly_afterplot", () => paint(graph));
  });
})();
