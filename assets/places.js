// Places side by side: no more than fit in one picture, and a place that is not on the list comes by its search.
(function () {
  const control = { control: "places" };

  const words = () => JSON.parse(document.getElementById("places-said").dataset.words);

  // Group B takes one of the four; who has ticked all that fit is told so, and what is not ticked rests.
  function limit(values, group, options) {
    const { full, over, most: all } = words();
    const most = all - (group && group !== "-" ? 1 : 0);
    const ticked = values || [];
    const offered = (options || []).map((option) => ({ ...option, disabled: ticked.length >= most && !ticked.includes(option.value) }));
    const said = ticked.length > most ? over : ticked.length === most ? full : "";
    const same = offered.every(({ disabled }, index) => Boolean(options[index].disabled) === disabled);
    return [same ? window.dash_clientside.no_update : offered, said.replace("{most}", most)];
  }

  window.kaejon.addPlace = (code, name) => {
    const boxes = [...document.querySelectorAll(".places .chips input")];
    const box = boxes.find((one) => one.value === code);
    if (box) {
      if (!box.checked && !box.disabled) box.click();
      return box.focus();
    }
    const checked = boxes.filter((one) => one.checked).map((one) => one.value);
    if (boxes.some((one) => one.disabled)) return;
    const options = boxes.map((one) => ({ label: one.labels[0].textContent, value: one.value, disabled: one.disabled }));
    window.dash_clientside.set_props(control, { options: [...options, { label: name, value: code, disabled: false }], value: [...checked, code] });
  };

  // Without a group there is no place of a group.
  document.addEventListener("change", (event) => {
    const group = event.target.closest(".group-b select");
    if (group && group.value === "-") window.dash_clientside.set_props({ control: "against_place" }, { value: "-" });
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, { kaejon_places: { limit } });
})();
