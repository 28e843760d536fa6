// How far a running load is, on the page that shows it; told by the answers that every open page asks for.
(function () {
  document.addEventListener("kaejon:live", ({ detail: { progress } }) => {
    const box = document.querySelector("[data-progress]");
    if (!box) return;
    const line = box.querySelector("p");
    const bar = box.querySelector("progress");
    const words = progress ? `${box.dataset[progress.step]} · ${Math.round(100 * progress.share)}%` : box.dataset.idle;
    if (line.textContent !== words) line.textContent = words;
    bar.hidden = !progress;
    bar.value = progress ? progress.share : 0;
  });
})();
