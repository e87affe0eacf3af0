// The transcript: what was heard on one side, what was done on the other, and everything else in between.

/** Kinds of events without a line: requests are in their own panel, and the others are visible elsewhere. */
const UNSAID = ["requests", "waits", "interrupts"];

export class Transcript {
  #list;
  #state;

  constructor(list) {
    this.#list = list;
  }

  clear() {
    this.#state = undefined;
    this.#list.replaceChildren();
  }

  /** Adds a line for an event; `language` is that of its text. */
  add({ kind, text, sound, state }, language) {
    if (UNSAID.includes(kind) || sound?.kind === "pause") return;
    const line = document.createElement("li");
    line.className = kind;
    if (sound && state && state !== this.#state) line.append(element("small", state));
    if (sound) this.#state = state;
    const words = element("p", sound?.kind === "say" ? sound.text : text);
    if (sound?.kind === "say") words.lang = sound.language ?? language;
    if (sound?.times > 1) words.append(` ×${sound.times}`);
    line.append(words);
    this.#list.append(line);
    this.#list.scrollTop = this.#list.scrollHeight;
  }
}

export function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
