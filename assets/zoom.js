// Zooming and moving a map by button and by keyboard; by drag and pinch once it is zoomed.
(function () {
  const STEP = 1.6, MOST = 20, SHIFT = 0.25;
  const SIDES = { up: [0, 1], down: [0, -1], left: [-1, 0], right: [1, 0] };
  const views = new WeakMap();

  const isMap = (graph) => graph?.data?.[0]?.type === "choropleth";
  const box = (graph) => graph.closest("[data-points]");

  function home(graph) {
    const { lonaxis, lataxis } = graph.layout.geo;
    const middle = ([low, high]) => (low + high) / 2;
    return { scale: 1, lon: middle(lonaxis.range), lat: middle(lataxis.range) };
  }

  function now(graph) {
    const { projection, center } = graph._fullLayout.geo;
    return { scale: projection.scale, lon: center.lon, lat: center.lat };
  }

  const same = (one, other) => ["scale", "lon", "lat"].every((part) => Math.abs(one[part] - other[part]) < 1e-6);

  function show(graph, view) {
    const zoomed = view.scale > 1.001;
    const start = home(graph);
    const shown = zoomed ? view : start;
    views.set(graph, zoomed ? shown : null);
    if (zoomed) box(graph).dataset.zoomed = "1";
    else delete box(graph).dataset.zoomed;
    window.Plotly.relayout(graph, {
      "geo.projection.scale": shown.scale,
      "geo.projection.rotation.lon": start.lon,
      "geo.center.lon": shown.lon,
      "geo.center.lat": shown.lat,
      dragmode: zoomed ? "pan" : false,
    });
  }

  function zoom(graph, what) {
    const view = now(graph);
    if (what === "home") return show(graph, home(graph));
    const scale = what === "in" ? Math.min(view.scale * STEP, MOST) : Math.max(view.scale / STEP, 1);
    show(graph, { ...view, scale });
  }

  function pan(graph, side) {
    const view = now(graph);
    const { lonaxis, lataxis } = graph.layout.geo;
    const width = ([low, high]) => ((high - low) / view.scale) * SHIFT;
    const [right, up] = SIDES[side];
    show(graph, { ...view, lon: view.lon + right * width(lonaxis.range), lat: view.lat + up * width(lataxis.range) });
  }

  // The keyboard's area stays in sight of a zoomed map.
  window.kaejon.lookAt = (graph, [lon, lat]) => {
    if (views.get(graph)) show(graph, { ...now(graph), lon, lat });
  };

  window.kaejon.eachGraph((graph) => {
    if (!isMap(graph)) return;
    graph.on("plotly_relayout", (change) => {
      if (Object.keys(change).some((key) => key.startsWith("geo.")) && views.get(graph)) views.set(graph, now(graph));
    });
    // A recoloured map comes from the server without a view: it takes up the one it had.
    graph.on("plotly_afterplot", () => {
      const view = views.get(graph);
      if (view && !same(view, now(graph))) show(graph, view);
    });
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-zoom], [data-pan]");
    const graph = button?.closest(".card-chart").querySelector(".js-plotly-plot");
    if (!isMap(graph)) return;
    if (button.dataset.zoom) zoom(graph, button.dataset.zoom);
    else pan(graph, button.dataset.pan);
  });

  const KEYS = { "+": "in", "=": "in", "-": "out", "−": "out", 0: "home" };
  document.addEventListener("keydown", (event) => {
    const graph = event.target.closest?.("[data-points]")?.querySelector(".js-plotly-plot");
    if (!isMap(graph) || event.ctrlKey || event.metaKey || event.altKey) return;
    const side = event.shiftKey && event.key.startsWith("Arrow") ? event.key.slice(5).toLowerCase() : "";
    if (!side && !KEYS[event.key]) return;
    event.preventDefault();
    if (side) pan(graph, side);
    else zoom(graph, KEYS[event.key]);
  });
})();
