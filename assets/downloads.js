// What a reader takes away of a card, or of all cards of a page: one menu for every card, one line that says how it goes.
(function () {
  const SHOWN_MS = 5000;
  const BUDDHIST_OFFSET = 543;
  const byId = (id) => document.getElementById(id);
  let opener = null, silence = 0;

  const words = (name) => byId("download-status").dataset[name];
  const thai = () => byId("frame").lang === "th";

  function say(name, value = "") {
    clearTimeout(silence);
    byId("download-status").textContent = words(name).replace("{}", value);
    if (name !== "busy") silence = setTimeout(() => (byId("download-status").textContent = ""), SHOWN_MS);
  }

  // The address of this view, with the card it is about.
  const addressOf = (card) => `${location.origin}${location.pathname}${location.search}#${card.id}`;

  // Every export says of which data set it is and who took it; the head of the page is told both.
  const credit = () => document.querySelector(".badge-credit")?.textContent || "";

  // What stands below a picture; only where made-up households are on screen it must carry their mark.
  function captions(card) {
    const banner = document.querySelector(".demo-banner");
    const demo = banner && getComputedStyle(banner).display !== "none";
    const day = new Intl.DateTimeFormat(thai() ? "th-TH-u-ca-buddhist" : "en-GB", { dateStyle: "medium" }).format(new Date());
    return { mark: demo ? words("mark") : "", credit: [`${words("site")} · ${day}`, ...credit().split(" · "), addressOf(card)].filter(Boolean) };
  }

  function today() {
    const now = new Date();
    const two = (value) => String(value).padStart(2, "0");
    return `${now.getFullYear() + (thai() ? BUDDHIST_OFFSET : 0)}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  // A title as a file name that every system takes: Thai stays, signs with a meaning to a file system do not.
  function fileName(title, kind) {
    const safe = title.normalize("NFC").replace(/[\\/:*?"<>|·\u0000-\u001f\u2013]+/g, " ").replace(/\s+/g, " ").trim();
    return `${words("site")} ${[...safe].slice(0, 60).join("").trim()} ${today()}.${kind}`.replaceAll(" ", "_");
  }

  const titleOf = (card) => card.querySelector("h2").textContent;

  function save(file, name) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), SHOWN_MS);
  }

  const MAKERS = {
    png: (card) => window.kaejon.pictures.png(card, captions(card)),
    svg: (card) => window.kaejon.pictures.svg(card, captions(card)),
    csv: async (card) => window.kaejon.sheets.csv(await window.kaejon.sheets.of(card)),
    xlsx: async (card) => window.kaejon.sheets.xlsx(await window.kaejon.sheets.of(card), [words("table"), words("about")]),
  };

  // Whether a card has what a kind of file is made of.
  function has(card, kind) {
    if (["png", "svg", "copy"].includes(kind)) return Boolean(card.querySelector(".graph"));
    return kind === "link" || Boolean(card.dataset.grid || card.querySelector("[data-rows] table"));
  }

  // Pages that are not served over TLS have no clipboard; the older way still copies text.
  async function copyText(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const box = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (!done) throw new Error("the browser did not copy");
  }

  async function copyPicture(card) {
    if (!navigator.clipboard?.write || !window.ClipboardItem) return say("nocopy");
    await navigator.clipboard.write([new ClipboardItem({ "image/png": MAKERS.png(card) })]);
    say("copiedpicture");
  }

  async function take(kind, card) {
    if (kind === "link") {
      await copyText(addressOf(card));
      return say("copiedlink");
    }
    say("busy");
    if (kind === "copy") return copyPicture(card);
    const name = fileName(titleOf(card), kind);
    save(await MAKERS[kind](card), name);
    say("saved", name);
  }

  async function calmly(act) {
    try {
      await act();
    } catch (error) {
      console.warn(error);
      say("failed");
    }
  }

  const numbered = (place, name) => `${String(place + 1).padStart(2, "0")}_${name}`;

  async function takePage(button) {
    const cards = [...document.querySelectorAll(".card-box:has([data-download])")].filter((card) => card.checkVisibility({ visibilityProperty: true }));
    const bar = button.parentElement.querySelector("progress");
    const scroll = window.scrollY;
    const step = (done) => {
      Object.assign(bar, { max: cards.length, value: done, hidden: false });
      say("busy", `${done}/${cards.length}`);
    };
    button.disabled = true;
    try {
      const files = [];
      for (const [place, card] of cards.entries()) {
        step(place);
        for (const kind of ["png", "csv"].filter((one) => has(card, one))) {
          const file = await MAKERS[kind](card);
          files.push([numbered(place, fileName(titleOf(card), kind)), new Uint8Array(await file.arrayBuffer())]);
        }
      }
      step(cards.length);
      const name = fileName(document.querySelector("h1").textContent, "zip");
      save(window.kaejon.zip(files), name);
      say("saved", name);
    } finally {
      Object.assign(bar, { hidden: true });
      button.disabled = false;
      window.scrollTo({ top: scroll, behavior: "instant" });
    }
  }

  function place(menu) {
    const at = opener.getBoundingClientRect(), gap = 4, rim = 8;
    const fits = at.bottom + gap + menu.offsetHeight < window.innerHeight - rim;
    const top = fits ? at.bottom + gap : Math.max(rim, at.top - gap - menu.offsetHeight);
    const left = Math.min(Math.max(rim, at.right - menu.offsetWidth), document.documentElement.clientWidth - menu.offsetWidth - rim);
    Object.assign(menu.style, { top: `${top + window.scrollY}px`, left: `${left + window.scrollX}px` });
  }

  function open(button) {
    const menu = byId("download-menu");
    opener = button;
    menu.hidden = false;
    menu.setAttribute("aria-labelledby", button.id);
    button.setAttribute("aria-expanded", "true");
    const card = button.closest(".card-box");
    menu.querySelectorAll("[data-take]").forEach((item) => (item.hidden = !has(card, item.dataset.take)));
    place(menu);
    menu.querySelector("[role=menuitem]:not([hidden])").focus();
  }

  function close(back) {
    const menu = byId("download-menu");
    if (!opener || !menu) return;
    const button = opener;
    opener = null;
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-download]");
    const item = event.target.closest("[data-take]");
    const whole = event.target.closest("[data-take-page]");
    if (item && opener) {
      const card = opener.closest(".card-box");
      close(true);
      calmly(() => take(item.dataset.take, card));
    } else if (button) {
      if (opener === button) close(true);
      else {
        close(false);
        open(button);
      }
    } else close(false);
    if (whole) calmly(() => takePage(whole));
  });

  document.addEventListener("keydown", (event) => {
    if (!opener) {
      const button = event.target.closest?.("[data-download]");
      if (button && event.key === "ArrowDown") {
        event.preventDefault();
        open(button);
      }
      return;
    }
    const items = [...byId("download-menu").querySelectorAll("[role=menuitem]:not([hidden])")];
    const here = items.indexOf(document.activeElement);
    const next = { ArrowDown: here + 1, ArrowUp: here - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      items[next % items.length].focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    } else if (event.key === "Tab") close(true);
  }, true);

  window.addEventListener("resize", () => close(false));

  // A copied link leads to its card, which is there only after the first answers.
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (/^[\w-]+-card$/.test(wanted)) {
    const seen = new MutationObserver(() => {
      const card = byId(wanted);
      if (!card) return;
      seen.disconnect();
      setTimeout(() => card.scrollIntoView({ block: "start", behavior: "instant" }), 300);
    });
    seen.observe(document.documentElement, { childList: true, subtree: true });
  }
})();
