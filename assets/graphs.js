// One register of drawn graphs: every script that works on a picture is told of each, once, when it is there.
(function () {
  const scripts = [];
  const seen = new WeakSet();

  function tell(graph) {
    if (seen.has(graph) || typeof graph.on !== "function") return;
    seen.add(graph);
    scripts.forEach((script) => script(graph));
  }

  function look() {
    document.querySelectorAll(".js-plotly-plot").forEach(tell);
  }

  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      look();
    });
  }).observe(document.documentElement, { childList: true, subtree: true });

  // A figure that came again as it is drawn is not drawn again; one that changed keeps what its reader moved in the map,
  // as long as `uirevision` stays.
  const drawn = new WeakMap();
  const MOVED = [["center"], ["projection", "scale"], ["projection", "rotation"], ["lonaxis", "range"], ["lataxis", "range"]];
  const reach = (value, path) => path.reduce((found, key) => found?.[key], value);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  function kept(graph, layout, before) {
    if (!layout?.geo || !before?.geo || layout.uirevision === undefined || layout.uirevision !== before.uirevision) return layout;
    const geo = structuredClone(layout.geo);
    for (const path of MOVED) {
      const now = reach(graph.layout?.geo, path);
      if (now === undefined || same(now, reach(before.geo, path)) || !same(reach(geo, path), reach(before.geo, path))) continue;
      const last = path.at(-1);
      const holder = path.slice(0, -1).reduce((found, key) => (found[key] ??= {}), geo);
      holder[last] = now;
    }
    return { ...layout, geo };
  }

  function sparing(plotly) {
    const react = plotly.react;
    plotly.react = (graph, figure, ...more) => {
      const written = JSON.stringify([figure.data, figure.layout]);
      const before = drawn.get(graph);
      if (before === written && graph.querySelector?.(".main-svg")) return Promise.resolve(graph);
      drawn.set(graph, written);
      const layout = kept(graph, figure.layout, before && JSON.parse(before)[1]);
      return react.call(plotly, graph, { ...figure, layout }, ...more);
    };
    return plotly;
  }

  let plotly = window.Plotly && sparing(window.Plotly);
  Object.defineProperty(window, "Plotly", { configurable: true, get: () => plotly, set: (found) => (plotly = sparing(found)) });

  window.kaejon = {
    place: "",
    eachGraph(script) {
      scripts.push(script);
      look();
    },
    set(id, value) {
      window.dash_clientside.set_props(id, { data: value });
    },
  };
})();
