// Spreads the parts of a briefing over A4 pages, gives its figures the room that is there, and draws them.
(function () {
  const LEAST = 0.78, MOST = 1.3, STEPS = 8;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const main = document.querySelector("main");
  const graphs = (part) => [...part.querySelectorAll(".graph")];

  for (const graph of graphs(main)) graph.dataset.height = parseFloat(graph.style.height);

  function scale(parts, factor) {
    for (const graph of parts.flatMap(graphs)) graph.style.height = `${Math.round(graph.dataset.height * factor)}px`;
  }

  function fits(page) {
    const { bottom } = page.lastElementChild.getBoundingClientRect();
    return bottom - page.getBoundingClientRect().top <= page.clientHeight;
  }

  // As few pages as hold the parts with their figures at the smallest.
  function paged(parts) {
    scale(parts, LEAST);
    const pages = [];
    for (const part of parts) {
      if (pages.length) {
        pages.at(-1).append(part);
        if (fits(pages.at(-1))) continue;
      }
      const page = document.createElement("div");
      page.className = "page";
      main.append(page);
      page.append(part);
      pages.push(page);
    }
    return pages;
  }

  // The largest figures that the page has room for.
  function fill(page) {
    let [low, high] = [LEAST, MOST];
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
