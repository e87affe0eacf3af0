// Speaks prompts with the voices of the browser. Speech never blocks a call: the wait for a sentence is limited to its
// estimated time, whether or not the browser reports its end.

/** Browsers drop an utterance directly after a cancellation. */
const BREATH = 60;
/** Browsers list voices late, or never. */
const PATIENCE = 700;

export class Voice {
  muted = false;
  /** Whether there are no voices. */
  silent = true;
  #voices = [];
  #current = null;

  /** Loads the voices; resolves when it is known whether there are any. */
  async ready() {
    const speech = globalThis.speechSynthesis;
    if (!speech || this.#voices.length) return;
    const look = () => (this.#voices = speech.getVoices());
    if (!look().length) {
      await new Promise((done) => {
        speech.addEventListener("voiceschanged", done, { once: true });
        setTimeout(done, PATIENCE);
      });
      look();
    }
    this.silent = !this.#voices.length;
  }

  /** Speaks a text of about this many seconds; resolves at its end, or when stopped. */
  say(text, language, seconds) {
    this.stop();
    return new Promise((done) => {
      const current = { done, began: performance.now(), seconds, timer: 0, words: null };
      this.#current = current;
      if (this.muted || this.silent) this.#count(current);
      else current.timer = setTimeout(() => this.#speak(current, text, language), BREATH);
    });
  }

  /** Waits this many seconds; can be stopped like a sentence. */
  rest(seconds) {
    this.stop();
    return new Promise((done) => {
      this.#current = { done, began: performance.now(), seconds, timer: 0, words: null };
      this.#count(this.#current);
    });
  }

  /** Stops, and resolves what waits. */
  stop() {
    const current = this.#current;
    this.#hush(current);
    this.#finish(current);
  }

  /** Mutes or unmutes from the next sentence on. The call is not affected. */
  mute(muted) {
    this.muted = muted;
    const current = this.#current;
    if (muted && current) {
      this.#hush(current);
      this.#count(current);
    }
  }

  #speak(current, text, language) {
    const words = new SpeechSynthesisUtterance(text);
    words.lang = language;
    words.voice = this.#pick(language);
    words.onend = () => this.#finish(current);
    // If the text cannot be spoken, it takes the estimated time.
    words.onerror = () => this.#count(current);
    // The reference is kept, because browsers collect an utterance that nothing refers to.
    current.words = words;
    speechSynthesis.speak(words);
    // Some browsers never report the end of an utterance.
    current.timer = setTimeout(() => this.stop(), current.seconds * 2000 + 2500);
  }

  #count(current) {
    clearTimeout(current.timer);
    const left = current.seconds * 1000 - (performance.now() - current.began);
    current.timer = setTimeout(() => this.#finish(current), Math.max(0, left));
  }

  #hush(current) {
    if (!current) return;
    clearTimeout(current.timer);
    if (current.words) {
      current.words.onend = current.words.onerror = null;
      current.words = null;
      speechSynthesis.cancel();
    }
  }

  #finish(current) {
    if (!current || this.#current !== current) return;
    clearTimeout(current.timer);
    this.#current = null;
    current.done();
  }

  /** Returns the best voice: the exact language before another region, a local voice before a remote one. */
  #pick(language) {
    const wanted = language.toLowerCase();
    const [primary] = wanted.split("-");
    const score = (voice) => {
      const own = voice.lang.replace("_", "-").toLowerCase();
      const fits = own === wanted ? 8 : own.split("-")[0] === primary ? 4 : 0;
      return fits && fits + (voice.localService ? 2 : 0) + (voice.default ? 1 : 0);
    };
    const best = [...this.#voices].sort((one, other) => score(other) - score(one))[0];
    return best && score(best) ? best : null;
  }
}
