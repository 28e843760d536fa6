// A page that is looked at asks every few seconds whether there is another snapshot; where there is, every part of the
// selection is told, and what listens to it is asked again. Nothing is asked while nobody looks.
(function () {
  const PAUSE_MS = 2000, LONGEST_PAUSE_MS = 60000, NOTE_MS = 12000;
  let pause = PAUSE_MS;
  let timer = 0;
  let asking = false;
  let noteTimer = 0;

  const shown = () => window.dash_component_api?.getLayout("snapshot")?.props.data;

  function say(words) {
    window.dash_clientside.set_props("news", { children: words });
    clearTimeout(noteTimer);
    if (words) noteTimer = setTimeout(() => say(""), NOTE_MS);
  }

  function take({ snapshot, made_at: madeAt }) {
    const before = shown();
    // An address that asks for one snapshot stays with it; its banner offers the newest.
    if (before === undefined || !snapshot || snapshot === before || window.kaejon.selection?.snapshot) return;
    // A page that was built without any data has no room for them yet.
    if (!before) {
      location.reload();
      return;
    }
    window.kaejon.set("snapshot", snapshot);
    const words = document.getElementById("news").dataset.words;
    say(words.replace("{time}", madeAt.slice(11, 16)));
  }

  async function ask() {
    clearTimeout(timer);
    if (asking || document.hidden) return;
    asking = true;
    try {
      const answer = await fetch("/live", { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const status = await answer.json();
      take(status);
      document.dispatchEvent(new CustomEvent("kaejon:live", { detail: status }));
      pause = PAUSE_MS;
    } catch {
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    } finally {
      asking = false;
      timer = setTimeout(ask, pause);
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return clearTimeout(timer);
    pause = PAUSE_MS;
    ask();
  });
  timer = setTimeout(ask, PAUSE_MS);
})();
