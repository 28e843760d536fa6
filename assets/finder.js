// The search for a place: a combobox with a list (ARIA APG), asked of the server while one types.
(function () {
  const WAIT = 150;
  let asked = 0;

  function make(tag, attributes, parent) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    parent.append(made);
    return made;
  }

  function build(box) {
    const words = JSON.parse(box.dataset.finder);
    // Two searches may stand on a page.
    const own = box.dataset.adds ? `finder-${box.dataset.adds}` : "finder";
    const input = make("input", {
      type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": `${own}-list`, "aria-autocomplete": "list",
      "aria-label": words.label, placeholder: words.example, autocomplete: "off", spellcheck: "false", maxlength: "60", class: "finder-input",
    }, box);
    const list = make("ul", { id: `${own}-list`, role: "listbox", "aria-label": words.results, class: "finder-list", hidden: "" }, box);
    const said = make("div", { role: "status", class: "finder-said" }, box);
    let timer = 0;

    const options = () => [...list.querySelectorAll("[role=option]")];
    const active = () => list.querySelector("[aria-selected=true]");

    function close() {
      list.hidden = true;
      list.replaceChildren();
      said.textContent = "";
      said.classList.remove("is-shown");
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(option) {
      options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
      if (!option) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    function open(option) {
      const { code } = option.dataset;
      const name = option.querySelector("b").textContent;
      input.value = "";
      close();
      if (box.dataset.adds) window.kaejon.addPlace(code, name);
      else window.kaejon.go(code);
    }

    function show(places) {
      close();
      places.forEach(({ code, name, level, path }, place) => {
        const option = make("li", { role: "option", id: `${own}-option-${place}`, "aria-selected": "false", "data-code": code }, list);
        make("b", {}, option).textContent = name;
        make("small", {}, option).textContent = [words.levels[level], path].filter(Boolean).join(" · ");
      });
      list.hidden = !places.length;
      input.setAttribute("aria-expanded", String(places.length > 0));
      say(places.length ? words.found.replace("{n}", places.length) : words.nothing, !places.length);
    }

    function say(text, shown) {
      said.textContent = text;
      said.classList.toggle("is-shown", shown);
    }

    async function ask() {
      const mine = ++asked;
      const text = input.value.trim();
      if (!text) return close();
      const body = JSON.stringify({ text, lang: box.dataset.lang });
      try {
        const answer = await fetch("/places", { method: "POST", headers: { "Content-Type": "application/json" }, body });
        const { places } = await answer.json();
        if (mine === asked && input.isConnected) show(places);
      } catch {
        if (mine === asked) say(words.failed, true);
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });

    input.addEventListener("keydown", (event) => {
      const all = options();
      const at = all.indexOf(active());
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!all.length) return ask();
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length]);
      } else if (event.key === "Enter" && all.length) {
        event.preventDefault();
        open(active() || all[0]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        if (list.hidden) input.value = "";
        asked += 1;
        close();
      } else if (event.key === "Home" || event.key === "End") {
        choose(null);
      }
    });

    // A press must not take the focus away before it has chosen.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) open(option);
    });
    input.addEventListener("blur", () => {
      clearTimeout(timer);
      asked += 1;
      close();
    });
  }

  function look() {
    document.querySelectorAll("[data-finder]:empty").forEach(build);
  }

  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
})();
