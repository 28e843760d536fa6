// Places side by side: no more than fit in one picture, and a place that is not on the list comes by its search.
(function () {
  const control = { control: "places" };

  const words = () => JSON.parse(document.getElementById("places-said").dataset.words);

  const boxes = () => [...document.querySelectorAll(".places .chips input")];
  const most = () => words().most - (["", "-"].includes(document.querySelector(".group-b select").value) ? 0 : 1);

  // Group B takes one of the four; who has ticked all that fit is told so, and what is not ticked rests.
  function limit(added) {
    const all = boxes();
    const ticked = all.filter((box) => box.checked).length + added.length;
    const { full, over } = words();
    const offered = all.map((box) => ({ label: box.labels[0].textContent, value: box.value, disabled: ticked >= most() && !box.checked }));
    const said = ticked > most() ? over : ticked === most() ? full : "";
    window.dash_clientside.set_props("places-said", { children: said.replace("{most}", most()) });
    window.dash_clientside.set_props(control, { options: [...offered, ...added] });
  }

  window.kaejon.addPlace = (code, name) => {
    const box = boxes().find((one) => one.value === code);
    if (box) {
      if (!box.checked && !box.disabled) box.click();
      return box.focus();
    }
    const ticked = boxes().filter((one) => one.checked).map((one) => one.value);
    if (ticked.length >= most()) return;
    limit([{ label: name, value: code, disabled: false }]);
    window.dash_clientside.set_props(control, { value: [...ticked, code] });
  };

  // Without a group there is no place of a group.
  document.addEventListener("change", (event) => {
    const group = event.target.closest(".group-b select");
    if (group && group.value === "-") window.dash_clientside.set_props({ control: "against_place" }, { value: "-" });
    // React draws the tick first.
    if (group || event.target.closest(".places")) setTimeout(limit, 0, []);
  });
})();
