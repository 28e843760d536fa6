// On a phone the menu is a bar that scrolls sideways: where the reader is comes into view, and its ends say where more is.
(function () {
  let shown = null;

  function ends(list) {
    list.classList.toggle("more-before", list.scrollLeft > 4);
    list.classList.toggle("more-after", list.scrollLeft + list.clientWidth < list.scrollWidth - 4);
  }

  function look() {
    const here = document.querySelector(".side-nav [aria-current]");
    const list = here?.parentElement || document.querySelector(".side-nav ul");
    if (!list || list === shown) return;
    shown = list;
    if (here) list.scrollLeft = here.offsetLeft - (list.clientWidth - here.offsetWidth) / 2;
    list.addEventListener("scroll", () => ends(list), { passive: true });
    ends(list);
  }

  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("resize", () => shown?.isConnected && ends(shown));
})();
