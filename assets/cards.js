// Chart | table | about, and the table as a file: both live in the browser only.
(function () {
  function show(tab) {
    const card = tab.closest(".card-box");
    card.querySelectorAll("[role=tab]").forEach((other) => {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
    });
  }

  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[role=tab]");
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!tab || !step) return;
    const tabs = [...tab.parentElement.children];
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    show(next);
    next.focus();
  });

  // A cell that starts like a formula must stay a word in a spreadsheet.
  function cell(text) {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  }

  function download(id) {
    const words = (part) => document.getElementById(`${id}-${part}`)?.innerText.trim() || "";
    const rows = [...document.querySelectorAll(`#${id}-table tr`)].map((row) => [...row.cells].map((box) => cell(box.textContent.trim())).join(","));
    const about = [...document.querySelectorAll(`#${id}-notes > *`)].map((note) => note.textContent);
    const head = [words("title"), words("sentence"), ...about, location.href].filter(Boolean).map(cell);
    const file = new Blob(["\ufeff" + [...rows, "", ...head].join("\r\n")], { type: "text/csv" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: `kaejon-${id}.csv` });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) show(tab);
    const button = event.target.closest("[data-csv]");
    if (button) download(button.dataset.csv);
  });
})();
