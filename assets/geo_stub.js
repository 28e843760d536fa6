// Plotly would fetch coastlines from another server for every map; an empty world keeps it at home.
(function () {
  const nothing = { type: "GeometryCollection", geometries: [] };
  const names = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
  const empty = () => ({
    type: "Topology",
    arcs: [],
    objects: Object.fromEntries(names.map((name) => [name, nothing])),
  });
  window.PlotlyGeoAssets = window.PlotlyGeoAssets || { topojson: {} };
  window.PlotlyGeoAssets.topojson.world_110m = empty();
  window.PlotlyGeoAssets.topojson.asia_110m = empty();
})();
