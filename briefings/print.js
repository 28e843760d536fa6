// Spreads the parts of a briefing over A4 pages, gives its figures the room that is there, and draws them.
(function () {
  // A figure is drawn at least so large, of its height on screen; a long ranking may stand closer.
  const LEAST = 0.78, CLOSE = 0.6, MOST = 1.3, STEPS = 8;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const main = document.querySelector("main");
  const graphs = (part) => [...part.querySelectorAll(".graph")];

  for (const graph of graphs(main)) graph.dataset.height = parseFloat(graph.style.height);

  function scale(parts, factor) {
    for (const graph of parts.flatMap(graphs)) {
      const least = graph.classList.contains("dense") ? CLOSE : LEAST;
      graph.style.height = `${Math.round(graph.dataset.height * Math.max(factor, least))}px`;
    }
  }

  function fits(page) {
    const { bottom } = page.lastElementChild.getBoundingClientRect();
    return bottom - page.getBoundingClientRect().top <= page.clientHeight;
  }

  // As few pages as hold the parts with their figures at the smallest, and then as evenly filled as may be.
  function paged(parts) {
    scale(parts, CLOSE);
    const page = () => Object.assign(document.createElement("div"), { className: "page" });
    const whole = page();
    main.append(whole);
    const room = whole.clientHeight - parseFloat(getComputedStyle(whole).paddingTop) - 1;
    whole.style.height = "auto";
    whole.append(...parts);
    const tops = parts.map((part) => part.getBoundingClientRect().top);
    tops.push(parts.at(-1).getBoundingClientRect().bottom);
    // best[i]: pages, unevenness and where the last page begins, of the first i parts.
    const best = [[0, 0, 0]];
    for (let end = 1; end <= parts.length; end += 1) {
      for (let begin = 0; begin < end; begin += 1) {
        const left = room - (tops[end] - tops[begin]);
        if (left < 0 && end - begin > 1) continue;
        const [pages, uneven] = [best[begin][0] + 1, best[begin][1] + left * left];
        if (!best[end] || pages < best[end][0] || (pages === best[end][0] && uneven < best[end][1])) best[end] = [pages, uneven, begin];
      }
    }
    const pages = [];
    for (let end = parts.length; end > 0; end = best[end][2]) pages.unshift(parts.slice(best[end][2], end));
    whole.remove();
    return pages.map((some) => {
      const made = page();
      main.append(made);
      made.append(...some);
      return made;
    });
  }

  // The largest figures that the page has room for.
  function fill(page) {
    let [low, high] = [CLOSE, MOST];
    for (let step = 0; step < STEPS; step += 1) {
      const middle = (low + high) / 2;
      scale([page], middle);
      if (fits(page)) low = middle;
      else high = middle;
    }
    scale([page], low);
  }

  async function draw() {
    await Promise.all([400, 600, 700].map((weight) => document.fonts.load(`${weight} 13px Sarabun`, "ก้ A")));
    paged([...main.children]).forEach(fill);
    const layers = read("layers");
    for (const [id, figure] of Object.entries(read("figures"))) {
      const box = document.getElementById(id), { clientWidth: width, clientHeight: height } = box.parentElement;
      for (const trace of figure.data) if (trace.geojson) trace.geojson = layers[trace.geojson];
      await Plotly.newPlot(box, figure.data, { ...figure.layout, width, height }, { staticPlot: true });
    }
    document.documentElement.dataset.drawn = "yes";
  }

  draw().catch((error) => {
    document.documentElement.dataset.drawn = String(error);
  });
})();
