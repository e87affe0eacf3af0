// Timers: the duration of the call, and the bar of the current wait.

/** Minutes and seconds. */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Counts the duration of the call. */
export class Timer {
  #element;
  #began = 0;
  #tick = 0;

  constructor(element) {
    this.#element = element;
  }

  start() {
    this.#began = performance.now();
    this.#show();
    this.#tick = setInterval(() => this.#show(), 250);
  }

  stop() {
    clearInterval(this.#tick);
  }

  #show() {
    this.#element.textContent = clock((performance.now() - this.#began) / 1000);
  }
}

/** A wait that ends unless something happens before; it can be paused. */
export class Wait {
  #box;
  #bar;
  #text;
  #button;
  #wait = null;
  #paused = false;
  #held = false;

  constructor(box) {
    this.#box = box;
    this.#bar = box.querySelector("i");
    this.#text = box.querySelector("span");
    this.#button = box.querySelector("button");
    this.#button.addEventListener("click", () => this.#pause(!this.#paused));
  }

  /** Waits this many seconds, labelled `text`, then calls `over`. `up` counts the elapsed time instead of the rest. */
  start(seconds, text, over, up = false) {
    this.stop();
    this.#wait = { seconds, left: seconds, text, over, up, last: performance.now() };
    this.#wait.tick = setInterval(() => this.#step(), 100);
    this.#box.hidden = false;
    this.#show();
  }

  stop() {
    if (this.#wait) clearInterval(this.#wait.tick);
    this.#wait = null;
    this.#box.hidden = true;
  }

  /** The seconds waited so far. */
  get passed() {
    return this.#wait ? this.#wait.seconds - this.#wait.left : 0;
  }

  /** Pauses while the user types. */
  hold(held) {
    this.#held = held;
  }

  #pause(paused) {
    this.#paused = paused;
    this.#button.setAttribute("aria-pressed", String(paused));
    this.#button.textContent = paused ? "Go on" : "Pause";
  }

  #step() {
    const wait = this.#wait;
    const now = performance.now();
    const elapsed = (now - wait.last) / 1000;
    wait.last = now;
    if (this.#paused || this.#held) return;
    wait.left = Math.max(0, wait.left - elapsed);
    this.#show();
    if (wait.left === 0) {
      this.stop();
      wait.over();
    }
  }

  #show() {
    const { seconds, left, text, up } = this.#wait;
    this.#bar.style.transform = `scaleX(${left / seconds})`;
    this.#text.textContent = up ? `${text} ${clock(seconds - left)}` : `${text} · ${Math.ceil(left)} s`;
  }
}
