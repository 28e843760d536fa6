// What came with the page is not asked for again: the renderer's first questions are answered from it. Its picture in plain
// HTML makes room in the moment in which the living page is there.
(function () {
  const ask = window.fetch;
  const kept = new Map();
  document.querySelectorAll("script[data-answer]").forEach((script) => kept.set(script.dataset.answer, script));

  // The answer to a question; of all callbacks only to what stands at the address of the page.
  function answerOf(address, options) {
    const question = new URL(address, location.href).pathname.slice(1);
    const script = kept.get(question);
    if (!script || question !== "_dash-update-component") return script;
    const { output, inputs } = JSON.parse(options.body);
    const here = inputs.map(({ value }) => value || "").join("");
    return output.includes("_pages_content.children") && here === script.dataset.here ? script : undefined;
  }

  window.fetch = (address, options) => {
    const script = kept.size ? answerOf(address, options) : undefined;
    if (!script) return ask(address, options);
    // Once: whoever asks again wants to know what has changed.
    kept.delete(script.dataset.answer);
    return Promise.resolve(new Response(script.textContent, { headers: { "Content-Type": "application/json" } }));
  };

  const picture = document.getElementById("first");
  new MutationObserver((_changes, watch) => {
    if (!document.querySelector("#react-entry-point :is(#frame, .plain-page)")) return;
    watch.disconnect();
    picture.remove();
  }).observe(document.getElementById("react-entry-point"), { childList: true, subtree: true });
})();
