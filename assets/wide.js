// On a phone the names of a wide picture stand over it: the room that the drawing keeps for them is told to the style sheet.
(function () {
  function tell(graph) {
    const left = graph._fullLayout?._size?.l;
    if (left) graph.closest(".picture").style.setProperty("--names", `${Math.round(left)}px`);
  }

  window.kaejon.eachGraph((graph) => {
    if (!graph.closest(".wide-picture")) return;
    tell(graph);
    graph.on("plotly_afterplot", () => tell(graph));
  });
})();
