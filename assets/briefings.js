// The forms of briefings and of research packets: send what was chosen, ask how far each job of this browser is, link the files.
(function () {
  const PAUSE_MS = 1000, OPEN = ["queued", "running"], SHORTEST_PURPOSE = 10;
  const box = () => document.querySelector("#briefings, #packets");
  const isPacket = () => box()?.id === "packets";
  const key = () => `kaejon-${box()?.id}`;
  const words = (key, values = {}) => (box()?.dataset[key] || "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const chosen = (id) => [...document.querySelectorAll(`#${id} input:checked`)].map((input) => input.value);

  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(key())) || [];
    } catch {
      return [];
    }
  }

  function keep(jobs) {
    sessionStorage.setItem(key(), JSON.stringify(jobs));
  }

  function say(text) {
    const line = document.getElementById("briefing-said");
    if (line) line.textContent = text;
  }

  function node(tag, props = {}, ...children) {
    const made = Object.assign(document.createElement(tag), props);
    made.append(...children.filter(Boolean));
    return made;
  }

  async function post(address, values) {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(values) });
    return [answer.status, await answer.json().catch(() => ({}))];
  }

  async function make(values, name) {
    say("");
    try {
      const [status, job] = await post(isPacket() ? "/packets/jobs" : "/briefings/jobs", values);
      if (status !== 202) return say(job.problem?.[document.getElementById("frame").lang] || words("trouble"));
      const at = new Date().toTimeString().slice(0, 5);
      keep([{ ...job, name, values, at }, ...kept().filter(({ id }) => id !== job.id)].slice(0, 20));
    } catch {
      say(words("trouble"));
    }
    look();
  }

  function followed(keys) {
    const selection = window.kaejon.selection || {};
    return Object.fromEntries(keys.filter((name) => selection[name]).map((name) => [name, selection[name]]));
  }

  function startPacket() {
    const purpose = document.getElementById("packet-purpose"), agreed = document.getElementById("packet-agreed");
    const text = purpose.value.trim();
    if (text.length < SHORTEST_PURPOSE || !agreed.checked) {
      const wrong = text.length < SHORTEST_PURPOSE ? purpose : agreed;
      wrong.focus();
      return say(words(wrong === purpose ? "choose" : "agree"));
    }
    const cohort = document.getElementById("cohort-sentence")?.textContent;
    make({ purpose: text, agreed: "1", ...followed(["place", "round", "cohort", "snapshot"]) }, cohort || words("everybody"));
  }

  function start() {
    const formats = chosen("briefing-formats").join(","), chapters = chosen("briefing-chapters").join(",");
    if (!formats || !chapters) return say(words("choose"));
    const values = { lang: chosen("briefing-lang")[0] || "th", formats, chapters, ...followed(["place", "round", "cohort", "metric", "snapshot"]) };
    const place = document.querySelector("#briefings select");
    const language = document.querySelector("#briefing-lang input:checked")?.parentElement.textContent || values.lang;
    make(values, [place?.selectedOptions[0].textContent, language, formats.toUpperCase().replaceAll(",", ", ")].filter(Boolean).join(" · "));
  }

  function fileName(name) {
    if (name.startsWith("packet-")) return `ZIP (${words("packet")})`;
    if (name.endsWith("-pages.zip")) return `PNG (${words("page")})`;
    return name.endsWith("-data.zip") ? `ZIP (${words("data")})` : name.split(".").pop().toUpperCase();
  }

  function line(job) {
    const problem = job.problem?.[document.getElementById("frame").lang] || "";
    const bar = OPEN.includes(job.state) && node("progress", { max: job.of || 1, value: job.done || 0, ariaLabel: job.name });
    const files = (job.files || []).map((name) =>
      node("a", { href: `/briefings/jobs/${job.id}/${encodeURIComponent(name)}`, download: name, className: "briefing-file" }, fileName(name)));
    const cancel = OPEN.includes(job.state) && node("button", { type: "button", className: "plain-button", onclick: () => stop(job) }, words("cancel"));
    const again = ["failed", "cancelled"].includes(job.state) && node("button", { type: "button", className: "plain-button", onclick: () => make(job.values, job.name) }, words("again"));
    const rows = job.rows && words("rows", { rows: job.rows.toLocaleString("en"), at: job.at });
    const state = node("span", { className: `briefing-state ${job.state}` }, [words(job.state, job), problem || rows].filter(Boolean).join(": "));
    return node("li", {}, node("b", {}, job.name), state, bar, node("span", { className: "briefing-files" }, ...files), cancel, again);
  }

  async function stop(job) {
    await post(`/briefings/jobs/${job.id}/cancel`, {}).catch(() => say(words("trouble")));
    look();
  }

  let shown = "";
  function show(jobs) {
    const list = document.getElementById("briefing-jobs");
    const now = JSON.stringify(jobs);
    if (!list || !jobs.length || (now === shown && list.querySelector("li"))) return;
    shown = now;
    const place = document.activeElement?.closest?.("#briefing-jobs") && document.activeElement.textContent;
    list.replaceChildren(node("ul", { className: "briefing-list" }, ...jobs.map(line)));
    if (place) [...list.querySelectorAll("a, button")].find(({ textContent }) => textContent === place)?.focus();
  }

  let timer = 0;
  // On arrival every job is asked for: files go after a day, and another account may have signed in.
  async function look(every = false) {
    clearTimeout(timer);
    if (!box()) return;
    const jobs = await Promise.all(kept().map(async (job) => {
      if (!every && !OPEN.includes(job.state)) return job;
      const answer = await fetch(`/briefings/jobs/${job.id}`, { cache: "no-store" }).catch(() => null);
      if (!answer) return job;
      return answer.ok ? { ...job, ...(await answer.json()) } : null;
    }));
    const left = jobs.filter(Boolean);
    keep(left);
    show(left);
    if (left.some(({ state }) => OPEN.includes(state))) timer = setTimeout(look, PAUSE_MS);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#briefing-make")) isPacket() ? startPacket() : start();
  });
  let here = null;
  new MutationObserver(() => {
    if (box() === here) return;
    here = box();
    shown = "";
    look(true);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
