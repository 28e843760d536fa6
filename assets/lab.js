// The poverty lab: slider, typed cut-off, ticks and own weights become the hidden controls k, off and weights.
(function () {
  const WAIT = 140;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const control = (name, value) => set({ control: name }, { value });
  const words = (id) => JSON.parse(document.getElementById(id).dataset.lab);
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // Exact shares as the server reads them: a/b, a decimal or a per cent; [numerator, denominator] or null.
  function share(text) {
    const plain = text.trim();
    const ratio = /^(\d{1,6})\/(\d{1,6})$/.exec(plain);
    if (ratio) return ratio[2] === "0" ? null : [BigInt(ratio[1]), BigInt(ratio[2])];
    const decimal = /^(\d{1,3})(?:\.(\d{1,12}))?(%?)$/.exec(plain);
    if (!decimal) return null;
    const places = (decimal[2] || "").length + (decimal[3] ? 2 : 0);
    return [BigInt(decimal[1] + (decimal[2] || "")), 10n ** BigInt(places)];
  }

  function least([up, down]) {
    let [a, b] = [up, down];
    while (b) [a, b] = [b, a % b];
    return a ? [up / a, down / a] : [0n, 1n];
  }

  const plus = ([a, b], [c, d]) => least([a * d + c * b, b * d]);
  const shown = ([up, down]) => (down === 1n ? `${up}` : `${up}/${down}`);
  const size = ([up, down]) => Number(up) / Number(down);

  // ---- cut-off
  let timer = 0;

  function tell(k, send) {
    const { steps, default: usual } = words("lab-k");
    document.querySelectorAll("[data-k]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.k === k)));
    const range = document.getElementById("lab-range");
    range.setAttribute("aria-valuetext", `k = ${k}`);
    const at = steps.map((step) => Math.abs(size(share(step)) - size(share(k))));
    if (steps[range.value] !== k) set("lab-range", { value: at.indexOf(Math.min(...at)) });
    set("lab-typed", { value: k });
    clearTimeout(timer);
    timer = setTimeout(() => control("k", k === usual ? "" : k), send ? 0 : WAIT);
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "lab-range") tell(words("lab-k").steps[event.target.value], false);
    if (event.target.closest?.("#lab-editor")) sum();
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "lab-typed") typed(event.target);
    if (event.target.id === "lab-weights") preset(event.target.value);
    if (event.target.id === "place-list") window.kaejon.set("place", event.target.value === "-" ? "" : event.target.value);
  });

  function typed(field) {
    const found = share(field.value);
    const good = found && found[0] > 0n && found[0] <= found[1];
    field.setAttribute("aria-invalid", String(!good));
    document.getElementById("lab-k-message").classList.toggle("is-wrong", !good);
    if (!good) set("lab-k-message", { children: words("lab-k").wrong });
    else tell(shown(least(found)), true);
  }

  // ---- own weights
  const fields = () => [...document.querySelectorAll("#lab-editor [data-item]")].map((row) => [row.dataset.item, row.querySelector("input"), row.innerText]);
  const weight = (field) => (field.value.trim() === "0" || field.value.trim() === "" ? [0n, 1n] : share(field.value));

  function sum() {
    const all = fields();
    const { sum: right, wrong, bad } = words("lab-editor");
    const broken = all.find(([, field]) => !weight(field));
    all.forEach(([, field]) => field.setAttribute("aria-invalid", String(!weight(field))));
    const total = broken ? null : all.map(([, field]) => weight(field)).reduce(plus, [0n, 1n]);
    const one = total && total[0] === total[1];
    const said = broken ? filled(bad, { item: broken[1].value }) : filled(one ? right : wrong, { sum: shown(total) });
    const output = document.getElementById("lab-sum");
    output.textContent = said;
    output.classList.toggle("is-wrong", !one);
    document.getElementById("lab-apply").disabled = !one;
    document.getElementById("lab-scale").disabled = !total || !total[0] || one;
    return one ? all : null;
  }

  function scale() {
    const all = fields();
    const [up, down] = all.map(([, field]) => weight(field)).reduce(plus, [0n, 1n]);
    all.forEach(([item, field]) => {
      const [a, b] = weight(field);
      set({ "lab-weight": item }, { value: shown(least([a * down, b * up])) });
    });
    requestAnimationFrame(() => requestAnimationFrame(sum));
  }

  function apply() {
    const all = sum();
    if (!all) return;
    const text = all.filter(([, field]) => weight(field)[0]).map(([item, field]) => `${item}:${shown(least(weight(field)))}`).join(",");
    set("lab-weights", { value: "own" });
    control("weights", text);
  }

  function preset(value) {
    const editor = document.getElementById("lab-editor");
    if (value !== "own") {
      // The fields show the weights in force, so that one's own begin with them.
      Object.entries(words("lab-editor").presets[value]).forEach(([item, share]) => set({ "lab-weight": item }, { value: share }));
      return control("weights", value === "-" ? "" : value);
    }
    editor.open = true;
    sum();
    editor.querySelector("input")?.focus();
  }

  // A whole dimension: everything on, or everything off where it is on already.
  function whole(button) {
    const boxes = [...button.closest("fieldset").querySelectorAll("input[type=checkbox]")];
    const on = boxes.every((box) => box.checked);
    boxes.filter((box) => box.checked === on).forEach((box) => box.click());
  }

  document.addEventListener("click", (event) => {
    const step = event.target.closest?.("[data-k]");
    if (step) tell(step.dataset.k, true);
    if (event.target.id === "lab-scale") scale();
    if (event.target.id === "lab-apply") apply();
    const dimension = event.target.closest?.("[data-dimension]");
    if (dimension) whole(dimension);
  });

  document.addEventListener("toggle", (event) => event.target.id === "lab-editor" && event.target.open && sum(), true);

  // ---- ticks
  function off(on, options) {
    const stay = window.dash_clientside.no_update;
    const { count, help, none } = words("lab-items");
    const every = options.flat().map(({ value }) => value);
    const kept = new Set(on.flat());
    const number = filled(count, { on: kept.size, all: every.length });
    if (!kept.size) return [stay, number, none];
    return [every.filter((item) => !kept.has(item)).sort().join(","), number, help];
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { kaejon_lab: { off } });
})();
