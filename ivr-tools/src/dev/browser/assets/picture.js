// The diagram of the tree: the position of a call, and its path.

const SVG = "http://www.w3.org/2000/svg";
/** Below this scale, the diagram is not readable. */
const LEAST = 0.8;
/** The delay between two states that were passed at once, so that the path can be followed. */
const STEP = 320;

export class Picture {
  #box;
  #svg = null;
  #shown = [];
  #timer = 0;
  #whole = false;

  constructor(box) {
    this.#box = box;
    new ResizeObserver(() => this.#size()).observe(box);
  }

  /** Fetches the diagram. Its style is added to the page. */
  async load() {
    const answer = await fetch("tree.svg");
    if (!answer.ok) {
      this.#box.textContent = "This server draws no picture.";
      return;
    }
    // `<style>` is renamed, because the content security policy of the page also blocks inline styles while parsing.
    const text = (await answer.text()).replaceAll(/(<\/?)style\b/g, "$1metadata");
    const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    for (const style of drawn.querySelectorAll("metadata")) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style.textContent);
      document.adoptedStyleSheets.push(sheet);
      style.remove();
    }
    this.#svg = document.importNode(drawn, true);
    this.#box.replaceChildren(this.#svg);
    this.#size();
    this.follow(this.#shown, true);
  }

  /** Shows the whole tree, or as much as is readable. */
  fit(whole) {
    this.#whole = whole;
    this.#size();
    this.#see(this.#shown.at(-1)?.node, "instant");
  }

  clear() {
    this.follow([], true);
  }

  /** Draws a trail of {node, by}. New parts are drawn step by step, or all at once. */
  follow(trail, atOnce = false) {
    clearTimeout(this.#timer);
    const goesOn = this.#shown.every(({ node }, place) => node === trail[place]?.node);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!goesOn || this.#shown.length === 0) this.#draw(trail.slice(0, 1));
    if (atOnce || still) return this.#draw(trail);
    const walk = () => {
      if (this.#shown.length >= trail.length) return;
      this.#draw(trail.slice(0, this.#shown.length + 1));
      this.#timer = setTimeout(walk, STEP);
    };
    walk();
  }

  /** Shows the number of calls at each node. */
  count(calls) {
    this.#svg?.querySelectorAll(".count").forEach((badge) => badge.remove());
    for (const [node, number] of calls) {
      const group = this.#node(node);
      const box = group?.querySelector(".box, .pill");
      if (!box) continue;
      const badge = document.createElementNS(SVG, "g");
      badge.setAttribute("class", "count");
      badge.setAttribute("transform", `translate(${box.width.baseVal.value - 6} 2)`);
      const circle = document.createElementNS(SVG, "circle");
      circle.setAttribute("r", 11);
      const text = document.createElementNS(SVG, "text");
      text.setAttribute("y", 4);
      text.textContent = number;
      badge.append(circle, text);
      group.append(badge);
    }
  }

  #draw(trail) {
    this.#shown = trail;
    if (!this.#svg) return;
    for (const lit of this.#svg.querySelectorAll(".lit, .now, .passed")) lit.classList.remove("lit", "now", "passed");
    trail.forEach(({ node, by }, place) => {
      const group = this.#node(node);
      const last = place === trail.length - 1;
      group?.classList.remove("passed", "now", "lit");
      group?.classList.add(...(last ? ["lit", "now"] : ["passed"]));
      if (place > 0) this.#edge(trail[place - 1].node, node, by)?.classList.add(...(last ? ["lit", "now"] : ["lit"]));
    });
    this.#see(trail.at(-1)?.node);
  }

  #node(name) {
    return this.#svg?.getElementById(name);
  }

  /** Returns the line between two nodes, with a class if there is one: the line of the state, or that of all states. */
  #edge(from, to, by) {
    const find = (from, by) => this.#svg.querySelector(`.edge${by}.from-${CSS.escape(from)}.to-${CSS.escape(to)}`);
    const line = (by) => find(from, by) ?? (from === to ? null : find("everywhere", by));
    return (by && line(`.${by}`)) ?? line("");
  }

  #size() {
    if (!this.#svg) return;
    const { width, height } = this.#svg.viewBox.baseVal;
    const across = this.#box.clientWidth / width;
    const fits = Math.min(across, this.#box.clientHeight / height);
    const scale = this.#whole ? Math.min(1, fits) : Math.min(1, Math.max(LEAST, fits));
    this.#svg.setAttribute("width", width * scale);
    this.#svg.setAttribute("height", height * scale);
  }

  /** Scrolls a node into the middle of the box, without scrolling the page. */
  #see(name, behavior = "smooth") {
    const group = name && this.#node(name);
    if (!group) return;
    const node = group.getBoundingClientRect();
    const box = this.#box.getBoundingClientRect();
    this.#box.scrollBy({
      left: node.left + node.width / 2 - box.left - box.width / 2,
      top: node.top + node.height / 2 - box.top - box.height / 2,
      behavior,
    });
  }
}
