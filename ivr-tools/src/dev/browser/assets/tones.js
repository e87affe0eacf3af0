// The sounds of a line other than speech: keys, ringing, the beep, the busy tone, music. Synthesized from sine waves.

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const PAD = "123456789*0#";
const LOUD = 0.09;

export class Tones {
  muted = false;
  #context = null;
  #loop = 0;
  #sounding = new Set();

  /** Starts the audio context. Browsers allow this only in a user gesture. */
  wake() {
    const Context = globalThis.AudioContext;
    if (!this.#context && Context) this.#context = new Context();
    this.#context?.resume();
  }

  /** The two tones of a key. */
  key(key) {
    const place = PAD.indexOf(key);
    if (place >= 0) this.#play([ROWS[Math.floor(place / 3)], COLUMNS[place % 3]], 0.15);
  }

  beep() {
    this.#play([1000], 0.35);
  }

  /** Plays until `quiet` is called. */
  ring() {
    this.#repeat(() => this.#play([440, 480], 1.8), 4000);
  }

  busy() {
    this.#repeat(() => this.#play([480, 620], 0.4), 800);
  }

  /** Plays music for waiting: a slow chord, repeated. */
  music() {
    const chords = [[262, 330, 392], [220, 262, 330], [175, 220, 262], [196, 247, 294]];
    let next = 0;
    this.#repeat(() => {
      const chord = chords[next++ % chords.length];
      chord.forEach((tone, place) => this.#play([tone], 1.6, place * 0.28, 0.5));
    }, 1900);
  }

  quiet() {
    clearInterval(this.#loop);
    for (const sound of this.#sounding) sound.stop();
    this.#sounding.clear();
  }

  mute(muted) {
    this.muted = muted;
    if (muted) {
      for (const sound of this.#sounding) sound.stop();
      this.#sounding.clear();
    }
  }

  #repeat(play, every) {
    this.quiet();
    play();
    this.#loop = setInterval(play, every);
  }

  #play(tones, seconds, delay = 0, share = 1) {
    const context = this.#context;
    if (!context || this.muted) return;
    const begin = context.currentTime + delay;
    const volume = context.createGain();
    volume.connect(context.destination);
    // The ramps avoid clicks at the edges.
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(LOUD * share, begin + 0.012);
    volume.gain.setValueAtTime(LOUD * share, begin + seconds - 0.03);
    volume.gain.linearRampToValueAtTime(0, begin + seconds);
    for (const tone of tones) {
      const sound = context.createOscillator();
      sound.frequency.value = tone;
      sound.connect(volume);
      sound.start(begin);
      sound.stop(begin + seconds);
      this.#sounding.add(sound);
      sound.onended = () => this.#sounding.delete(sound);
    }
  }
}
