// Controls become the selection, the selection becomes the address. Nothing here asks the server.
(function () {
  const DEFAULTS = { lang: "th", source: "published" };

  function tidy(values) {
    return Object.fromEntries(Object.entries(values).filter(([key, value]) => value && value !== "-" && value !== DEFAULTS[key]));
  }

  function without(values, keys) {
    return Object.fromEntries(Object.entries(values || {}).filter(([key]) => !keys.includes(key)));
  }

  // Most pages show household data unless their address asks for what was published; the frame names the others.
  function explicitSource(path, { source, ...others }) {
    const { publishedFirst, householdsOnly } = document.getElementById("frame").dataset;
    if (householdsOnly.split(" ").includes(path)) return others;
    if (publishedFirst.split(" ").includes(path)) return source ? { ...others, source } : others;
    return source === "households" ? others : { ...others, source: "published" };
  }

  // The snapshot on screen stands in the selection as `seen`, so that whatever listens is asked again; it is no part of an
  // address, unless the address itself asked for one (`snapshot`). A link may lead to a spot of its page.
  function address(link, { seen, ...values }) {
    const [path, spot] = link.split("#");
    const query = new URLSearchParams(explicitSource(path, values)).toString();
    return path + (query ? `?${query}` : "") + (spot ? `#${spot}` : "");
  }

  function written(values) {
    const query = new URLSearchParams(values);
    query.sort();
    return query.toString();
  }

  const same = (one, other) => written(one) === written(other);

  function chosen(controls, place, seen, before) {
    const values = { ...DEFAULTS, ...before, place, seen };
    // Each source has its own list of measures; every other control is called what it changes.
    for (const [name, value] of Object.entries(controls)) {
      if (!name.startsWith("metric-") && value !== null && value !== undefined) values[name] = [value].flat().join(",");
      if (name === "breaks") values[name] = (values[name] || "").replace(/[^0-9.,-]/g, "");
    }
    const metric = controls[`metric-${values.source}`];
    if (metric !== undefined) values.metric = metric;
    return tidy(values);
  }

  // The page of another place, with the same view of it.
  let current = {};
  window.kaejon.go = (code) => {
    history.pushState({}, "", address(`/province/${encodeURIComponent(code)}`, without(current, ["place"])));
    const before = document.querySelector("h1")?.textContent;
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
    arrive(before, performance.now());
  };

  // The keyboard goes on from the top of the new page, not from a place that is gone.
  function arrive(before, since) {
    const heading = document.querySelector("main h1")?.textContent;
    if (heading && heading !== before) document.getElementById("main").focus({ preventScroll: true });
    else if (performance.now() - since < 10000) setTimeout(arrive, 100, before, since);
  }

  // The menu leads to the whole programme; a link to a spot of a page takes the place of a cohort along.
  function dropped(link) {
    const [path, spot] = link.split("#");
    if (path === "/") return spot ? [] : ["place"];
    return ["metric", "classes", "breaks", "page", ...(spot ? [] : ["place"])];
  }

  function select(_values, place, seen, before, parts) {
    const context = window.dash_clientside.callback_context;
    const stay = window.dash_clientside.no_update;
    const controls = Object.fromEntries(context.inputs_list[0].map(({ id, value }) => [id.control, value]));
    const now = chosen(controls, place || "", seen || "", before);
    current = now;
    document.getElementById("frame").dataset.source = now.source || "published";
    window.kaejon.choose(now.place || "");
    window.kaejon.selection = now;
    if (!same(now, before)) history.replaceState(history.state, "", address(location.pathname, now));
    // A part is called by what it leaves out of the selection.
    const changed = context.outputs_list[1].map(({ id }, index) => {
      const part = without(now, id.without.split(" "));
      return same(part, without(parts[index], id.without.split(" "))) ? stay : part;
    });
    const links = context.outputs_list[2].map(({ id }) => address(id.link, without(now, dropped(id.link))));
    const other = now.lang === "en" ? {} : { lang: "en" };
    // What a grid has written into the address is told by no control.
    const grids = Object.fromEntries([...new URLSearchParams(location.search)].filter(([key]) => key.startsWith("g-")));
    const language = address(location.pathname, { ...without(now, ["lang"]), ...other, ...grids });
    return [same(now, before) ? stay : now, changed, links, language];
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { kaejon: { select } });
})();
