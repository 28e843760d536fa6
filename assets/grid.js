// The data grid is large, so its script comes only to pages with a grid: until it is here, this stands in its place.
(function () {
  let real = null, asked = null;

  function bundle() {
    asked ??= new Promise((resolve) => {
      const own = window.dash_ag_grid;
      const src = document.querySelector("[data-bundle]").dataset.bundle;
      const script = Object.assign(document.createElement("script"), { src });
      script.onload = () => {
        real = window.dash_ag_grid.AgGrid;
        // This component stays registered: Dash would build a drawn grid anew under another one.
        window.dash_ag_grid = Object.assign(own, { ...window.dash_ag_grid, AgGrid });
        resolve(true);
      };
      script.onerror = () => {
        asked = null;
        resolve(false);
      };
      document.head.append(script);
    });
    return asked;
  }

  // A grid is seen once its columns have their widths and its first rows are there, or after a moment at the latest.
  function size(started, before) {
    const box = document.querySelector(".grid-box:not([data-sized])");
    if (!box) return;
    const heads = [...box.querySelectorAll(".ag-header, .ag-header-cell")].map((head) => head.getBoundingClientRect());
    const now = heads.map(({ x, width, height }) => [x, width, height].map(Math.round)).join();
    const filled = [...box.querySelectorAll(".ag-cell")].some((cell) => cell.textContent);
    if ((filled && now === before) || performance.now() - started > 3000) box.dataset.sized = "";
    else setTimeout(size, 60, started, now);
  }

  // Order and limits of numbers stand in the address: `g-areas=H:desc;H:inRange:0.2:0.5`. Words that were typed do not.
  const NUMBERS = /^-?\d{1,12}(\.\d{1,6})?$/;

  function written(api) {
    const sorts = api.getColumnState().filter(({ sort }) => sort).map(({ colId, sort }) => `${colId}:${sort}`);
    const limits = Object.entries(api.getFilterModel()).filter(([, { filterType }]) => filterType === "number");
    const parts = limits.map(([colId, { type, filter, filterTo }]) => [colId, type, filter, filterTo].filter((part) => part !== null && part !== undefined).join(":"));
    return [...sorts, ...parts].join(";");
  }

  function restore(api, text) {
    const parts = text.split(";").map((part) => part.split(":")).filter(([colId]) => api.getColumn(colId));
    const sorts = parts.filter(([, kind]) => ["asc", "desc"].includes(kind));
    const limits = parts.filter(([, kind, ...ends]) => !["asc", "desc"].includes(kind) && ends.every((end) => NUMBERS.test(end)));
    if (sorts.length) api.applyColumnState({ state: sorts.map(([colId, sort]) => ({ colId, sort })), defaultState: { sort: null } });
    const model = ([colId, type, filter = null, filterTo = null]) => [colId, { filterType: "number", type, filter: filter && Number(filter), filterTo: filterTo && Number(filterTo) }];
    if (limits.length) api.setFilterModel(Object.fromEntries(limits.map(model)));
  }

  function keepInAddress(api, name) {
    const asked = new URLSearchParams(location.search).get(name);
    if (asked) restore(api, asked);
    const write = () => {
      const links = [[location.href, (href) => history.replaceState(history.state, "", href)], [document.getElementById("lang-link").href, (href) => document.getElementById("lang-link").setAttribute("href", href)]];
      for (const [href, put] of links) {
        const url = new URL(href);
        url.searchParams.set(name, written(api));
        if (!written(api)) url.searchParams.delete(name);
        put(url.pathname + url.search + url.hash);
      }
    };
    ["sortChanged", "filterChanged"].forEach((event) => api.addEventListener(event, write));
  }

  function AgGrid(props) {
    const [, drawn] = window.React.useState(Boolean(real));
    window.React.useEffect(() => {
      if (!real) bundle().then(drawn);
      size(performance.now());
    }, []);
    window.React.useEffect(() => {
      if (real) window.dash_ag_grid.getApiAsync(props.id).then((api) => keepInAddress(api, `g-${JSON.parse(props.id).grid}`));
    }, [real, props.id]);
    return real ? window.React.createElement(real, props) : null;
  }
  AgGrid.dashRenderType = true;

  window.dash_ag_grid = { AgGrid };

  // Every row of a grid, for a file: asked of the server by a store, answered in another.
  const waiting = {};
  const PATIENCE = 30000;
  let asks = 0;

  function allRows(id) {
    asks += 1;
    const ask = asks;
    return new Promise((resolve, reject) => {
      waiting[ask] = resolve;
      setTimeout(() => reject(new Error("no rows came")), PATIENCE);
      window.kaejon.set(`${id}-wanted`, ask);
    });
  }

  function arrive(sheet) {
    waiting[sheet?.ask]?.(sheet.rows);
    delete waiting[sheet?.ask];
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { grid: { arrive } });
  window.kaejon.allRows = allRows;
})();
