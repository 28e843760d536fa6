// A place is picked by click or by keyboard; the outline and the ring follow in the browser, the panel from the server.
(function () {
  const AREAS = 1, SELECTED = 2, CURSOR = 3, DOTS = 1, RING = 2;
  const DIRECTIONS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const graphs = new Set();

  const isMap = (graph) => graph.data[0].type === "choropleth";
  const holder = (graph) => graph.closest("[data-picks]");

  function mark(graph) {
    if (!graph.isConnected || !graph.data || !graph.data[SELECTED] || holder(graph)?.dataset.picks !== "place") return;
    const place = window.kaejon.place;
    if (isMap(graph)) {
      const codes = graph.data[AREAS].locations.includes(place) ? [place] : [];
      if (String(graph.data[SELECTED].locations) !== String(codes)) {
        window.Plotly.restyle(graph, { locations: [codes], z: [codes.map(() => 0)] }, [SELECTED]);
      }
      return;
    }
    const row = graph.data[DOTS].customdata.indexOf(place);
    const pick = (axis) => (row < 0 ? [] : [graph.data[DOTS][axis][row]]);
    if (String(graph.data[RING].y) !== String(pick("y")) || String(graph.data[RING].x) !== String(pick("x"))) {
      window.Plotly.restyle(graph, { x: [pick("x")], y: [pick("y")] }, [RING]);
    }
  }

  window.kaejon.choose = (place) => {
    if (window.kaejon.place === place) return;
    window.kaejon.place = place;
    graphs.forEach((graph) => (graph.isConnected ? mark(graph) : graphs.delete(graph)));
  };

  // Beside a panel a pick fills it; on the page of a place it opens the page of an area inside.
  function pick(code, picks = "place") {
    if (!code || code === "unknown") return;
    if (picks === "page") {
      window.kaejon.go(code);
      return;
    }
    if (code === window.kaejon.place) {
      document.querySelector("#panel .open-page")?.click();
      return;
    }
    window.kaejon.set("place", code);
    bringIntoView(document.getElementById("panel"));
  }

  function bringIntoView(panel) {
    if (!panel || panel.getBoundingClientRect().top < window.innerHeight * 0.8) return;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    panel.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }

  window.kaejon.eachGraph((graph) => {
    if (!holder(graph)) return;
    graphs.add(graph);
    mark(graph);
    graph.on("plotly_afterplot", () => mark(graph));
    graph.on("plotly_click", (event) => pick(event.points[0].customdata, holder(graph)?.dataset.picks));
  });

  // The nearest area that lies more in the direction of the arrow than across it; else any on that side.
  function nearest(points, from, [right, up]) {
    const here = points[from];
    const found = Object.entries(points)
      .filter(([code]) => code !== from)
      .map(([code, [x, y]]) => {
        const along = (x - here[0]) * right + (y - here[1]) * up;
        const across = Math.abs((x - here[0]) * up) + Math.abs((y - here[1]) * right);
        return { code, along, across, far: along + 2 * across };
      })
      .filter(({ along }) => along > 0);
    const ahead = found.filter(({ along, across }) => across <= along);
    const best = (ahead.length ? ahead : found).sort((one, other) => one.far - other.far)[0];
    return best ? best.code : from;
  }

  function move(box, direction) {
    const graph = box.querySelector(".js-plotly-plot");
    const points = JSON.parse(box.dataset.points);
    const from = box.dataset.cursor || window.kaejon.place;
    const code = from in points ? nearest(points, from, direction) : Object.keys(points)[0];
    box.dataset.cursor = code;
    window.Plotly.restyle(graph, { locations: [[code]], z: [[0]] }, [CURSOR]);
    const areas = graph.data[AREAS];
    window.kaejon.lookAt(graph, points[code]);
    const words = areas.text[areas.locations.indexOf(code)];
    document.getElementById("map-readout").textContent = words.replace("</b><br>", ": ").replace(/<br>/g, " · ").replace(/<[^>]*>/g, "");
  }

  function leave(box) {
    const graph = box.querySelector(".js-plotly-plot");
    if (!box.dataset.cursor || !graph?.data) return;
    delete box.dataset.cursor;
    document.getElementById("map-readout").textContent = "";
    window.Plotly.restyle(graph, { locations: [[]], z: [[]] }, [CURSOR]);
  }

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("[data-points]");
    if (event.key === "Escape" && box?.dataset.picks === "page") {
      [...document.querySelectorAll(".crumbs a")].pop()?.click();
    } else if (event.key === "Escape" && (box || event.target.closest?.("#panel"))) {
      window.kaejon.set("place", box?.dataset.up || "");
      if (box) leave(box);
      else document.querySelector("[data-points]")?.focus();
    } else if (box && DIRECTIONS[event.key] && !event.shiftKey) {
      event.preventDefault();
      move(box, DIRECTIONS[event.key]);
    } else if (box && event.key === "Enter") {
      event.preventDefault();
      pick(box.dataset.cursor, box.dataset.picks);
    }
  });

  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-points]")) leave(event.target);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-place]")) {
      window.kaejon.set("place", "");
      document.querySelector("[data-points]")?.focus({ preventScroll: true });
    }
    const button = event.target.closest("[data-place]");
    if (button) pick(button.dataset.place);
  });
})();
