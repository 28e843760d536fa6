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
