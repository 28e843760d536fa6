// Controls become the selection, the selection becomes the address. Nothing here asks the server.
(function () {
  const SCOPE = ["lang", "source", "round"];
  const PARTS = { scope: SCOPE, measure: [...SCOPE, "metric"], placed: [...SCOPE, "place"] };
  const DEFAULTS = { lang: "th", source: "published" };

  function tidy(values) {
    return Object.fromEntries(Object.entries(values).filter(([key, value]) => value && value !== "-" && value !== DEFAULTS[key]));
  }

  function only(values, keys) {
    return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
  }

  function address(path, values) {
    const query = new URLSearchParams(values).toString();
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
    const parts = Object.values(PARTS).map((keys) => only(now, keys));
    const changed = parts.map((part, index) => (same(part, only(stores[index], Object.values(PARTS)[index])) ? stay : part));
    const links = context.outputs_list[4].map(({ id }) => address(id.link, only(now, [...SCOPE, ...(id.link === "/" ? ["metric"] : [])])));
    const other = now.lang === "en" ? {} : { lang: "en" };
    const language = address(location.pathname, { ...only(now, ["source", "metric", "round", "place"]), ...other });
    return [same(now, before) ? stay : now, ...changed, links, language];
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { kaejon: { select } });
})();
