// A card as one SVG: what the browser has laid out, line for line, with the font inside it; and the same as PNG.
(function () {
  const NS = "http://www.w3.org/2000/svg";
  const PAD = 20, GAP = 10, SCALE = 2, PATIENCE = 8000;
  const LEFT_OUT = "button, select, input, textarea, [role=tablist], [role=status], .map-hint, .open-page, .sr-only";
  const FAMILY = "Sarabun, sans-serif";
  const pen = document.createElement("canvas").getContext("2d");
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function make(name, attributes, text) {
    const node = document.createElementNS(NS, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    if (text !== undefined) node.textContent = text;
    return node;
  }

  // Lines of a text as the browser has broken them: [{left, top, height, text}].
  function linesOf(node) {
    const range = document.createRange();
    const lines = [];
    for (let place = 0; place < node.length; place += 1) {
      range.setStart(node, place);
      range.setEnd(node, place + 1);
      const box = range.getClientRects()[0];
      const line = lines.at(-1);
      if (box?.width && (!line || box.top - line.top > box.height / 2)) lines.push({ left: box.left, top: box.top, height: box.height, text: node.data[place] });
      else if (line) line.text += node.data[place];
    }
    return lines.map((line) => ({ ...line, text: line.text.replace(/\s+/g, " ").trimEnd() }));
  }

  function letter(style) {
    const spacing = style.letterSpacing === "normal" ? {} : { "letter-spacing": style.letterSpacing };
    return { "font-size": style.fontSize, "font-weight": style.fontWeight, fill: style.color, ...spacing };
  }

  function baseline(line, style) {
    pen.font = `${style.fontWeight} ${style.fontSize} ${FAMILY}`;
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText("x");
    return line.top + (line.height - up - down) / 2 + up;
  }

  // One drawing of a part of the page: `origin` is the corner that becomes (0, 0), `frame` what is cut off at.
  class Drawing {
    constructor(into, origin, frame) {
      Object.assign(this, { into, origin, frame });
    }

    put(name, x, y, attributes, text) {
      this.into.append(make(name, { x: round(x - this.origin.left), y: round(y - this.origin.top), ...attributes }, text));
    }

    visit(element) {
      const style = getComputedStyle(element);
      const unseen = style.display === "none" || style.visibility === "hidden" || style.opacity === "0" || style.maskImage !== "none";
      if (unseen || element.matches(LEFT_OUT)) return;
      if (element.matches(".js-plotly-plot")) return this.plot(element);
      if (element.namespaceURI === NS) return this.vector(element);
      this.box(element, style);
      const frame = this.frame;
      if (style.overflow !== "visible") this.frame = overlap(frame, element.getBoundingClientRect());
      element.childNodes.forEach((child) => {
        if (child.nodeType === Node.TEXT_NODE) this.words(child, element, style);
        else if (child.nodeType === Node.ELEMENT_NODE) this.visit(child);
      });
      this.frame = frame;
    }

    words(node, element, style) {
      linesOf(node).forEach((line, place) => {
        if (!line.text.trim() || !inside(line, this.frame)) return;
        const y = baseline(line, style);
        this.put("text", line.left, y, letter(style), line.text);
        if (!place && node === element.firstChild) this.before(element, line, y);
      });
    }

    // Words that the style sheet puts before an element end where its own begin.
    before(element, line, y) {
      const style = getComputedStyle(element, "::before");
      const words = style.content.match(/^"(.+)"$/)?.[1];
      if (words) this.put("text", line.left, y, { ...letter(style), "text-anchor": "end", "xml:space": "preserve" }, words);
    }

    box(element, style) {
      const at = element.getBoundingClientRect();
      if (!at.width || !at.height || !inside(at, this.frame)) return;
      const kind = ["missing", "hidden"].find((name) => element.matches(`.is-${name}`));
      const ground = kind ? `url(#kj-${kind})` : style.backgroundColor;
      const sides = ["Top", "Right", "Bottom", "Left"].map((side) => (style[`border${side}Style`] === "none" ? 0 : parseFloat(style[`border${side}Width`])));
      const even = sides.every((width) => width && width === sides[0]);
      const radius = style.borderTopLeftRadius;
      const rx = radius.endsWith("%") ? (parseFloat(radius) / 100) * at.width : Math.min(parseFloat(radius), at.width / 2);
      const inset = even ? sides[0] / 2 : 0;
      const line = even ? { stroke: style.borderTopColor, "stroke-width": sides[0] } : {};
      if (!clear(ground) || even) {
        const size = { width: round(at.width - 2 * inset), height: round(at.height - 2 * inset), rx: round(rx) };
        this.put("rect", at.left + inset, at.top + inset, { ...size, fill: clear(ground) ? "none" : ground, ...line });
      }
      if (!even) this.borders(at, style, sides);
    }

    borders(at, style, [top, right, bottom, left]) {
      const bar = (x, y, width, height, side) => {
        const fill = style[`border${side}Color`];
        if (width && height && !clear(fill)) this.put("rect", x, y, { width: round(width), height: round(height), fill });
      };
      bar(at.left, at.top, at.width, top, "Top");
      bar(at.left, at.bottom - bottom, at.width, bottom, "Bottom");
      bar(at.left, at.top, left, at.height, "Left");
      bar(at.right - right, at.top, right, at.height, "Right");
    }

    // Plotly's picture as it stands on the page, hatches included; a hidden one may have been drawn for another width.
    plot(graph) {
      const at = graph.getBoundingClientRect();
      graph.querySelectorAll(".main-svg").forEach((paper) => {
        const copy = paper.cloneNode(true);
        copy.querySelectorAll(".hoverlayer > *, .zoomlayer > *").forEach((part) => part.remove());
        copy.querySelectorAll("[data-unformatted]").forEach((part) => part.removeAttribute("data-unformatted"));
        this.nest(copy, at, paper.getAttribute("width"), paper.getAttribute("height"));
      });
    }

    vector(drawn) {
      const at = drawn.getBoundingClientRect();
      const copy = drawn.cloneNode(true);
      const own = drawn.getAttribute("viewBox")?.split(/[\s,]+/) ?? [0, 0, at.width, at.height];
      const parts = [drawn, ...drawn.querySelectorAll("*")], copies = [copy, ...copy.querySelectorAll("*")];
      parts.forEach((part, place) => {
        const { fill, stroke, strokeWidth, fontSize, fontWeight } = getComputedStyle(part);
        Object.assign(copies[place].style, { fill, stroke, strokeWidth, fontSize, fontWeight });
      });
      this.nest(copy, at, own[2], own[3]);
    }

    nest(copy, at, width, height) {
      const place = { x: round(at.left - this.origin.left), y: round(at.top - this.origin.top), width: round(at.width), height: round(at.height) };
      Object.entries(place).forEach(([name, value]) => copy.setAttribute(name, value));
      if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
      copy.style.position = "";
      this.into.append(copy);
    }
  }

  const round = (value) => Math.round(value * 100) / 100;
  const clear = (colour) => !colour || colour === "transparent" || /^rgba\(.*, 0\)$/.test(colour);
  const inside = (box, frame) => box.left < frame.right && box.top + box.height / 2 > frame.top - 1 && box.top + box.height / 2 < frame.bottom + 1 && box.left >= frame.left - 1;
  const overlap = (one, other) => ({ left: Math.max(one.left, other.left), top: Math.max(one.top, other.top), right: Math.min(one.right, other.right), bottom: Math.min(one.bottom, other.bottom) });

  const rules = () => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  let fonts;

  // The faces of our own style sheet with the files inside; fetched once.
  function faces() {
    fonts ??= Promise.all(rules().filter((rule) => rule instanceof CSSFontFaceRule).map(async ({ style }) => {
      const address = style.getPropertyValue("src").match(/url\("?([^")]+)"?\)/)[1];
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      const file = await dataAddress(await answer.blob());
      const range = style.getPropertyValue("unicode-range");
      return `@font-face{font-family:${style.fontFamily || "Sarabun"};font-weight:${style.getPropertyValue("font-weight")};src:url("${file}");${range && `unicode-range:${range};`}}`;
    })).catch((error) => {
      fonts = undefined;
      throw error;
    });
    return fonts;
  }

  function dataAddress(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  }

  // Patterns take their colours from the style sheet: the rules come along, with the tokens filled in.
  function patternRules() {
    const own = rules().filter((rule) => rule.selectorText?.startsWith(".pattern-"));
    return own.map((rule) => rule.cssText.replace(/var\((--[\w-]+)\)/g, (_, name) => token(name))).join("");
  }

  // Graphs that wait until they are in view are fetched into it.
  async function drawn(card) {
    const missing = () => [...card.querySelectorAll(".graph")].find((graph) => !graph.querySelector(".main-svg"));
    const until = Date.now() + PATIENCE;
    while (missing()) {
      if (Date.now() > until) throw new Error("a figure was not drawn");
      missing().scrollIntoView({ block: "center", behavior: "instant" });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await document.fonts.ready;
  }

  // Runs `act` with the chart in the layout, whichever tab is open; the browser paints nothing in between.
  function withChart(card, act) {
    const panels = [...card.querySelectorAll(".card-panel")];
    const before = panels.map((panel) => panel.hidden);
    panels.forEach((panel) => (panel.hidden = !panel.querySelector(":scope > .card-chart")));
    try {
      return act();
    } finally {
      panels.forEach((panel, place) => (panel.hidden = before[place]));
    }
  }

  // Lines at the foot, side by side where they fit; an address longer than the picture is broken anywhere.
  function foot(svg, parts, y, width, colour) {
    const size = token("--small");
    pen.font = `${size} ${FAMILY}`;
    const fits = (text) => pen.measureText(text).width <= width;
    const whole = parts.join(" · ");
    const lines = fits(whole) ? [whole] : parts.flatMap((part) => [...part].reduce((found, sign) => (fits(found.at(-1) + sign) ? [...found.slice(0, -1), found.at(-1) + sign] : [...found, sign]), [""]));
    lines.forEach((line, place) => svg.append(make("text", { x: PAD, y: y + 18 * (place + 1), "font-size": size, fill: token(colour) }, line)));
    return y + 18 * lines.length + 6;
  }

  // {svg, width, height} of a card: head, chart, notes, and at the foot the mark of demo data and where it comes from.
  function compose(card, { mark, credit }) {
    return withChart(card, () => {
      const svg = make("svg", { xmlns: NS, "font-family": FAMILY, role: "img" });
      const ground = make("rect", { width: "100%", height: "100%", fill: token("--surface") });
      const defs = make("defs", {});
      window.kaejon.definePatterns(defs);
      svg.append(make("title", {}, card.querySelector("h2").textContent), make("desc", {}, card.querySelector(".picture")?.getAttribute("aria-label") ?? ""), defs, ground);
      const parts = [...card.querySelectorAll(":scope > header > :not([role=tablist])"), ...card.querySelectorAll(":scope > .card-panel:not([hidden]) > .card-chart, :scope > footer > [id$=-notes]")];
      const edge = Math.min(...parts.map((part) => part.getBoundingClientRect().left));
      const width = Math.max(...parts.map((part) => part.getBoundingClientRect().right)) - edge;
      let y = PAD;
      for (const part of parts) {
        const box = part.getBoundingClientRect();
        if (!box.height) continue;
        const chart = part.matches(".card-chart");
        if (chart) y += GAP;
        const group = make("g", { transform: `translate(${PAD} ${round(y)})` });
        new Drawing(group, { left: edge, top: box.top }, box).visit(part);
        svg.append(group);
        y += box.height + (chart ? GAP : 0);
      }
      const marked = mark && ![...svg.querySelectorAll(".gtitle")].some((title) => title.textContent);
      if (marked) y = foot(svg, [mark], y, width, "--warning-text");
      y = foot(svg, credit, y, width, "--muted");
      const size = { width: Math.ceil(width + 2 * PAD), height: Math.ceil(y + PAD / 2) };
      Object.entries({ ...size, viewBox: `0 0 ${size.width} ${size.height}` }).forEach(([name, value]) => svg.setAttribute(name, value));
      return { svg, ...size };
    });
  }

  async function svgOf(card, words) {
    await drawn(card);
    const style = make("style", {}, (await faces()).join("") + "text{font-variant-numeric:tabular-nums}" + patternRules());
    const { svg, width, height } = compose(card, words);
    svg.prepend(style);
    const text = new XMLSerializer().serializeToString(svg);
    return { file: new Blob([text], { type: "image/svg+xml" }), width, height };
  }

  async function pngOf(card, words) {
    const { file, width, height } = await svgOf(card, words);
    const address = URL.createObjectURL(file);
    try {
      const image = new Image(width, height);
      image.src = address;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: height * SCALE });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("empty picture"))), "image/png"));
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  window.kaejon.pictures = { svg: async (card, words) => (await svgOf(card, words)).file, png: pngOf };
})();
