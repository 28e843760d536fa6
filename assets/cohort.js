// The builder of a cohort: an editor made from the catalogue of the page, which writes one control per group.
(function () {
  const WAIT_MS = 200;
  const OPERATORS = { number: ["between", "from", "upto", "is"], flag: ["1", "0"], choice: ["any"], area: ["any"], code: ["any"] };
  const MANY = 12;
  let editing = null;

  const make = (tag, props = {}, ...children) => {
    const { data = {}, ...others } = props;
    const node = Object.assign(document.createElement(tag), others);
    Object.assign(node.dataset, data);
    node.append(...children);
    return node;
  };
  const catalogue = () => JSON.parse(document.getElementById("cohort-catalogue").dataset.catalogue);
  const text = (group) => window.kaejon.selection?.[group] || "";
  const parts = (cohort) => cohort.split(";").filter(Boolean);
  const fieldOf = (part) => part.split(":")[0];
  const without = (cohort, field) => parts(cohort).filter((part) => fieldOf(part) !== field);
  // Words of either language as the server reads them.
  const CODE = /^[A-Za-z0-9_ก-๛-](?:[A-Za-z0-9_ก-๛ ./()-]{0,58}[A-Za-z0-9_ก-๛.)-])?$/;

  function say(words) {
    const ear = document.getElementById("ear") || document.body.appendChild(make("div", { id: "ear", className: "ear" }));
    ear.setAttribute("role", "status");
    ear.textContent = words;
  }

  function write(group, conditions) {
    // Known here at once, in the address a moment later.
    window.kaejon.selection = { ...window.kaejon.selection, [group]: conditions.join(";") };
    window.dash_clientside.set_props({ control: group }, { value: conditions.join(";") || "-" });
  }

  // Thai digits and thousands separators are numbers too.
  function plain(given) {
    const found = given.trim().replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit)).replace(/,/g, "").replace("−", "-");
    return /^-?\d{1,12}(\.\d{1,6})?$/.test(found) ? found : null;
  }

  function labelled(words, control, unit) {
    const suffix = unit && unit !== "–" ? [make("span", { className: "unit", textContent: unit })] : [];
    return make("label", { className: "editor-part" }, make("span", { textContent: words }), make("span", { className: "editor-control" }, control, ...suffix));
  }

  function fieldList(group, chosen) {
    const { fields, words } = editing.catalogue;
    const taken = new Set(parts(editing.before).map(fieldOf).filter((key) => key !== chosen));
    const list = make("select", { className: "form-select choice", data: { part: "field" } }, make("option", { value: "", textContent: words.choose }));
    const groups = new Map();
    fields.filter(({ key }) => !taken.has(key)).forEach((field) => {
      if (!groups.has(field.group)) groups.set(field.group, list.appendChild(make("optgroup", { label: field.group })));
      groups.get(field.group).append(make("option", { value: field.key, textContent: field.label }));
    });
    list.value = chosen || "";
    return labelled(words.field, list);
  }

  function operatorList(field, chosen) {
    const { words } = editing.catalogue;
    const list = make("select", { className: "form-select choice", data: { part: "operator" } });
    [...OPERATORS[field.kind], "known", "missing"].forEach((key) => list.append(make("option", { value: key, textContent: words[key] })));
    list.value = chosen;
    return labelled(words.operator, list);
  }

  function numberBox(words, value, unit, part) {
    return labelled(words, make("input", { className: "form-control", type: "text", inputMode: "decimal", value, autocomplete: "off", data: { part } }), unit);
  }

  function valueList(field, chosen) {
    const { words } = editing.catalogue;
    if (!field.values.length) return labelled(words.codes, make("input", { className: "form-control", type: "text", value: chosen.join(", "), data: { part: "codes" } }));
    const known = new Set(field.values.map(([code]) => code));
    const values = [...chosen.filter((code) => !known.has(code)).map((code) => [code, code]), ...field.values];
    const boxes = values.map(([code, label]) => make("label", {}, make("input", { type: "checkbox", value: code, checked: chosen.includes(code), data: { part: "value" } }), make("span", { textContent: label })));
    const box = make("fieldset", { className: "editor-values" }, make("legend", { textContent: `${words.values}: ${field.label}` }));
    if (values.length > MANY) box.append(labelled(words.filter, make("input", { className: "form-control", type: "search", data: { part: "filter" } })));
    box.append(make("div", { className: "value-boxes" }, ...boxes));
    return box;
  }

  function editors(field, operator, given) {
    const { words } = editing.catalogue;
    const [low = "", high = ""] = given.includes("..") ? given.split("..") : [];
    const boxes = { low: () => numberBox(words.low, low, field.unit, "low"), high: () => numberBox(words.high, high, field.unit, "high"), is: () => numberBox(words.value, low, field.unit, "low") };
    const wanted = { between: ["low", "high"], from: ["low"], upto: ["high"], is: ["is"] }[operator];
    if (wanted) return wanted.map((name) => boxes[name]());
    return operator === "any" ? [valueList(field, given && !given.includes("..") && !["missing", "known"].includes(given) ? given.split(",") : [])] : [];
  }

  function operatorOf(field, given) {
    if (["missing", "known"].includes(given)) return given;
    if (field.kind === "flag") return given === "0" ? "0" : "1";
    if (field.kind !== "number") return "any";
    const [low = "", high = ""] = given.split("..");
    return low && low === high ? "is" : low && !high ? "from" : high && !low ? "upto" : "between";
  }

  const part = (name) => editing.form.querySelector(`[data-part="${name}"]`);

  function showOperators(given = "") {
    const field = editing.catalogue.fields.find(({ key }) => key === part("field").value);
    const slot = editing.form.querySelector(".editor-operator");
    slot.replaceChildren(...(field ? [operatorList(field, operatorOf(field, given))] : []));
    showValues(given);
  }

  function showValues(given = "") {
    const field = editing.catalogue.fields.find(({ key }) => key === part("field").value);
    const slot = editing.form.querySelector(".editor-slot");
    slot.replaceChildren(...(field ? editors(field, part("operator").value, given) : []));
  }

  // Returns the condition that the editor holds, or the word that says why there is none yet.
  function condition() {
    const field = part("field").value;
    const operator = part("operator")?.value;
    if (!field) return { missing: "" };
    if (["missing", "known", "1", "0"].includes(operator)) return { found: `${field}:${operator}` };
    if (operator === "any") {
      const codes = part("codes") ? part("codes").value.split(",").map((code) => code.trim()).filter(Boolean) : [...editing.form.querySelectorAll("[data-part=value]:checked")].map((box) => box.value);
      // Areas are listed by name and written by code.
      if (editing.catalogue.fields.find(({ key }) => key === field).kind === "area") codes.sort();
      return codes.length && codes.every((code) => CODE.test(code)) ? { found: `${field}:${codes.join(",")}` } : { missing: "incomplete" };
    }
    const given = [part("low"), part("high")].map((box) => (box ? box.value : ""));
    const [low, high] = given.map((value) => (value.trim() ? plain(value) : ""));
    if (low === null || high === null) return { missing: "number" };
    if (operator === "is") return low ? { found: `${field}:${low}..${low}` } : { missing: "incomplete" };
    if (!low && !high) return { missing: "incomplete" };
    return low && high && Number(low) > Number(high) ? { missing: "order" } : { found: `${field}:${low}..${high}` };
  }

  function apply() {
    if (!editing) return;
    const { found, missing } = condition();
    const hint = editing.form.querySelector(".editor-hint");
    hint.textContent = missing ? editing.catalogue.words[missing] : "";
    [part("low"), part("high")].forEach((box) => box?.setAttribute("aria-invalid", String(["number", "order"].includes(missing))));
    const rest = without(editing.before, editing.field);
    const conditions = found ? [...rest, found] : editing.field ? parts(editing.before) : rest;
    if (conditions.join(";") !== editing.written) write(editing.group, conditions);
    editing.written = conditions.join(";");
  }

  function applySoon() {
    clearTimeout(editing.timer);
    editing.timer = setTimeout(apply, WAIT_MS);
  }

  function open(group, field = "") {
    close();
    const box = document.getElementById(`${group}-editor`);
    const before = text(group);
    const given = parts(before).find((entry) => fieldOf(entry) === field)?.slice(field.length + 1) || "";
    editing = { group, field, before, written: before, catalogue: catalogue(), form: make("form", { noValidate: true }) };
    const { words } = editing.catalogue;
    const buttons = make("div", { className: "editor-buttons" }, make("button", { type: "submit", className: "open-page inline", textContent: words.done }), make("button", { type: "button", className: "quiet-button", textContent: words.cancel, data: { part: "cancel" } }));
    editing.form.append(fieldList(group, field), make("div", { className: "editor-operator" }), make("div", { className: "editor-slot" }), make("p", { className: "editor-hint", role: "status" }), buttons);
    editing.form.setAttribute("aria-label", words.new);
    box.replaceChildren(editing.form);
    box.hidden = false;
    document.getElementById(`${group}-add`).setAttribute("aria-expanded", "true");
    if (field) showOperators(given);
    (field ? editing.form.querySelector(".editor-slot :is(input, select)") || part("operator") : part("field")).focus();
  }

  function close(cancelled) {
    if (!editing) return;
    const { group, before, timer } = editing;
    clearTimeout(timer);
    if (cancelled) write(group, parts(before));
    else apply();
    editing = null;
    const box = document.getElementById(`${group}-editor`);
    const add = document.getElementById(`${group}-add`);
    if (!box || !add) return;
    const held = box.contains(document.activeElement);
    box.replaceChildren();
    box.hidden = true;
    add.setAttribute("aria-expanded", "false");
    if (held) add.focus();
  }

  document.addEventListener("change", (event) => {
    if (!editing?.form.contains(event.target)) return;
    const name = event.target.dataset.part;
    if (name === "field") showOperators();
    if (name === "operator") showValues();
    applySoon();
  });

  document.addEventListener("input", (event) => {
    if (!editing?.form.contains(event.target)) return;
    if (event.target.dataset.part === "filter") {
      const wanted = event.target.value.trim().toLowerCase();
      editing.form.querySelectorAll(".value-boxes label").forEach((label) => { label.hidden = !label.textContent.toLowerCase().includes(wanted); });
    } else if (event.target.type === "text") applySoon();
  });

  document.addEventListener("submit", (event) => {
    if (event.target !== editing?.form) return;
    event.preventDefault();
    close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && editing?.form.contains(event.target)) close(true);
  });

  function remove(button) {
    const group = button.closest("[data-builder]").dataset.builder;
    // The button goes away with its condition: the focus moves to what stays.
    document.getElementById(`${group}-add`).focus();
    const kept = without(text(group), button.dataset.remove);
    close();
    write(group, kept);
    say(catalogue().words.removed);
  }

  // Group B: the conditions of A, or everybody else, which is no condition and no place of its own.
  function choose(what) {
    close();
    write("against", parts(what === "same" ? text("cohort") : ""));
    if (what === "rest") window.dash_clientside.set_props({ control: "against_place" }, { value: "-" });
  }

  function drop(button) {
    document.getElementById("main").focus();
    document.getElementById("cohort-chip").hidden = true;
    write("cohort", []);
    say(button.dataset.dropCohort);
  }

  async function copy(button) {
    const words = button.dataset.copy === "link" ? location.href : document.getElementById(button.dataset.copy).innerText;
    await navigator.clipboard.writeText(words);
    say(button.dataset.copied);
    const label = button.dataset.label || button.textContent;
    Object.assign(button.dataset, { label });
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 2000);
  }

  document.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest?.(selector);
    if (hit("[data-add]")) return hit("[data-add]").getAttribute("aria-expanded") === "true" ? close() : open(hit("[data-add]").dataset.add);
    if (hit("[data-edit]")) return open(hit("[data-builder]").dataset.builder, hit("[data-edit]").dataset.edit);
    if (hit("[data-remove]")) return remove(hit("[data-remove]"));
    if (hit("[data-drop-cohort]")) return drop(hit("[data-drop-cohort]"));
    if (hit("[data-copy]")) return copy(hit("[data-copy]"));
    if (hit("[data-set-group]")) return choose(hit("[data-set-group]").dataset.setGroup);
    if (editing?.form.contains(event.target) && event.target.dataset.part === "cancel") close(true);
  });
})();
