// Speech recognition with the microphone, if the browser supports it; otherwise speech is typed.

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;

export class Ear {
  #listening = null;
  #changed;

  /** Calls `changed` with whether it listens. */
  constructor(changed) {
    this.#changed = changed;
  }

  static get exists() {
    return Boolean(Recognition);
  }

  /** Listens once; resolves to {words, confidence}, or to nothing. Throws if there is no recognizer. */
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
