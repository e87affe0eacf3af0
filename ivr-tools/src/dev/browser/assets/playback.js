// Plays prompts one after the other, and keeps the position: an early key counts at the position in the prompt where it
// was pressed.

export class Playback {
  #voice;
  #tones;
  #caption;
  #language;
  #run = null;

  /** Calls `caption` with each sentence as it is spoken. */
  constructor({ voice, tones, caption, language }) {
    this.#voice = voice;
    this.#tones = tones;
    this.#caption = caption;
    this.#language = language;
  }

  /** Plays sounds; resolves to false if it was stopped before their end. */
  async play(sounds, began = () => {}) {
    this.stop();
    const run = { before: 0, part: 0, since: 0, stopped: false, skipped: false };
    this.#run = run;
    for (const sound of sounds) {
      began(sound);
      const parts = Array(sound.times).fill(split(sound)).flat();
      for (const part of parts) {
        if (run.stopped || run.skipped) break;
        run.part = part.seconds;
        run.since = performance.now();
        await this.#part(sound, part);
        run.before += part.seconds;
        run.part = 0;
      }
      if (run.stopped) return false;
    }
    if (this.#run === run) this.#run = null;
    return true;
  }

  get plays() {
    return this.#run !== null;
  }

  /** The seconds that were played, as the server estimates them. */
  get after() {
    const run = this.#run;
    if (!run) return undefined;
    const elapsed = (performance.now() - run.since) / 1000;
    return run.before + Math.max(0, Math.min(elapsed, run.part - 0.1));
  }

  /** Stops, because the call continues elsewhere. */
  stop() {
    if (this.#run) {
      this.#run.stopped = true;
      this.#run = null;
    }
    this.#quiet();
  }

  /** Skips to the end of the playback. */
  skip() {
    if (this.#run) this.#run.skipped = true;
    this.#quiet();
  }

  #quiet() {
    this.#voice.stop();
  }

  #part(sound, part) {
    const wait = (seconds) => this.#voice.rest(seconds);
    switch (sound.kind) {
      case "say":
        this.#caption(part.text, sound.language ?? this.#language);
        return this.#voice.say(part.text, sound.language ?? this.#language, part.seconds);
      case "tones":
        this.#tones.key(part.text);
        return wait(part.seconds);
      case "beep":
        this.#caption("Beep", "en");
        this.#tones.beep();
        return wait(part.seconds);
      case "play":
        this.#caption(`♪ ${sound.text.split("/").pop()}`, "en");
        return wait(part.seconds);
      default:
        return wait(part.seconds);
    }
  }
}

/** Returns the parts of one repetition: sentences, keys, or the whole. */
function split(sound) {
  const seconds = sound.seconds / sound.times;
  const texts =
    sound.kind === "say" ? sound.text.split(/(?<=[.!?…。！？])\s+/u) : sound.kind === "tones" ? [...sound.text] : [sound.text];
  const weight = (text) => (sound.kind === "say" ? text.split(/\s+/u).length : 1);
  const all = texts.reduce((sum, text) => sum + weight(text), 0);
  return texts.map((text) => ({ text, seconds: (seconds * weight(text)) / all }));
}
