// Words from the microphone, where the browser has a recognizer; where it has none, words are typed.

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;

export class Ear {
  #listening = null;
  #changed;

  /** `changed` is told whether it listens. */
  constructor(changed) {
    this.#changed = changed;
  }

  static get exists() {
    return Boolean(Recognition);
  }

  /** Listens once; comes to {words, confidence}, or to nothing. Throws when there is no recogniser after all. */
  listen(language) {
    this.stop();
    return new Promise((heard, failed) => {
      const listening = new Recognition();
      listening.lang = language;
      let result;
      listening.onresult = (event) => {
        const { transcript, confidence } = event.results[0][0];
        result = { words: transcript, confidence };
      };
      listening.onerror = (event) => {
        if (!["no-speech", "aborted"].includes(event.error)) failed(new Error(event.error));
      };
      listening.onend = () => {
        if (this.#listening === listening) this.#listening = null;
        this.#changed(false);
        heard(result);
      };
      this.#listening = listening;
      this.#changed(true);
      listening.start();
    });
  }

  get listens() {
    return this.#listening !== null;
  }

  stop() {
    this.#listening?.abort();
    this.#listening = null;
  }
}
