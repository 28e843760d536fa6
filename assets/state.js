// Controls become the selection, the selection becomes the address. Nothing here asks the server.
(function () {
  // What each store leaves out of the selection, in the order of the callback's outputs: scope, measure, placed.
  const LEFT_OUT = [["metric", "place"], ["place"], ["metric"]];
  const DEFAULTS = { lang: "th", source: "published" };

  function tidy(values) {
    return Object.fromEntries(Object.entries(values).filter(([key, value]) => value && value !== "-" && value !== DEFAULTS[key]));
  }

  function without(values, keys) {
    return Object.fromEntries(Object.entries(values || {}).filter(([key]) => !keys.includes(key)));
  }

  // The page of one place shows household data unless its address asks for what was published.
  function explicitSource(path, { source, ...others }) {
    if (!/^\/province\/./.test(path)) return source ? { ...others, source } : others;
    return source === "households" ? others : { ...others, source: "published" };
  }

  function address(path, values) {
    const query = new URLSearchParams(explicitSource(path, values)).toString();
    return path + (query ? `?${query}` : "");
  }

  const same = (one, other) => new URLSearchParams(one).toString() === new URLSearchParams(other).toString();

  function chosen(controls, place, before) {
    const values = { ...DEFAULTS, ...before, place };
    if (controls.source) values.source = controls.source;
    if ("round" in controls) values.round = controls.round;
    const metric = controls[`metric-${values.source}`];
    if (metric !== undefined) values.metric = metric;
    return tidy(values);
  }

  function select(_values, place, before, ...stores) {
    const context = window.dash_clientside.callback_context;
    const stay = window.dash_clientside.no_update;
    const controls = Object.fromEntries(context.inputs_list[0].map(({ id, value }) => [id.control, value]));
    const now = chosen(controls, place || "", before);
    document.getElementById("frame").dataset.source = now.source || "published";
    window.kaejon.choose(now.place || "");
    if (!same(now, before)) history.replaceState(history.state, "", address(location.pathname, now));
    const changed = LEFT_OUT.map((keys, index) => {
      const part = without(now, keys);
      return same(part, without(stores[index], keys)) ? stay : part;
    });
    const links = context.outputs_list[4].map(({ id }) => address(id.link, without(now, id.link === "/" ? ["place"] : ["metric", "place"])));
    const other = now.lang === "en" ? {} : { lang: "en" };
    const language = address(location.pathname, { ...without(now, ["lang"]), ...other });
    return [same(now, before) ? stay : now, ...changed, links, language];
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { kaejon: { select } });
})();
