// A page comes after its address: what the address names is brought into view once it is there.
(function () {
  let done = "";

  function look() {
    const here = location.pathname + location.hash;
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (here === done || !target) return;
    done = here;
    target.scrollIntoView({ block: "start", behavior: "instant" });
  }

  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("popstate", () => (done = ""));
})();
