// Prompts in the browser's own voices. Speech is a comfort and never drives a call: whoever waits for a sentence
// waits no longer than it takes, whether or not the browser says when it is done.

/** Browsers drop what is said right after a cancellation. */
const BREATH = 60;
/** Voices are listed late, or never. */
const PATIENCE = 700;

export class Voice {
  muted = false;
  /** Whether there is nothing to speak with. */
  silent = true;
  #voices = [];
  #current = null;

  /** Looks for voices; resolves once it is known whether there are any. */
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

  /** Says a text that takes about so many seconds; resolves when it was said, or stopped. */
  say(text, language, seconds) {
    this.stop();
    return new Promise((done) => {
      const current = { done, began: performance.now(), seconds, timer: 0, words: null };
      this.#current = current;
      if (this.muted || this.silent) this.#count(current);
      else current.timer = setTimeout(() => this.#speak(current, text, language), BREATH);
    });
  }

  /** Nothing for so many seconds; stopped like a sentence. */
  rest(seconds) {
    this.stop();
    return new Promise((done) => {
      this.#current = { done, began: performance.now(), seconds, timer: 0, words: null };
      this.#count(this.#current);
    });
  }

  /** Stops, and whoever waits goes on. */
  stop() {
    const current = this.#current;
    this.#hush(current);
    this.#finish(current);
  }

  /** Falls silent or speaks again from the next sentence on; the call goes on as it was. */
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

  /** The voice that fits best: the very language before another country's, one of this machine before one from afar. */
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
