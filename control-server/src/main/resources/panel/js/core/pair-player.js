// Plays a blind pair in the browser: both sounds start together, loop together, and one of them is heard.

const CROSSFADE_S = 0.01;
const POINTS = 96;

/** Two sounds of one length, sample by sample in time with each other, however often one switches. */
export class PairPlayer {
  #context = null;
  #gains = [];
  #sources = [];
  #startedAt = 0;
  #heard = [0, 0];
  #since = 0;

  /** Index of the sound that is heard. */
  side = 0;
  playing = false;
  /** Length of both in seconds. */
  seconds = 0;
  /** Shape of both together, 0 to 1: it must not tell them apart. */
  shape = [];

  /** Must first be called by a person's click or key: browsers play nothing before. */
  unlock() {
    this.#context ??= new AudioContext();
    return this.#context.resume();
  }

  /** @param {ArrayBuffer[]} files two WAV files */
  async load(files) {
    this.stop();
    const buffers = await Promise.all(files.map(file => this.#context.decodeAudioData(file)));
    this.seconds = Math.min(...buffers.map(({ duration }) => duration));
    this.shape = shapeOf(buffers);
    this.#buffers = buffers;
    this.#heard = [0, 0];
    this.side = 0;
  }

  #buffers = [];

  play() {
    if (this.playing || !this.#buffers.length) {
      return;
    }
    const context = this.#context;
    const at = context.currentTime + 0.02;
    this.#gains = this.#buffers.map((_, i) => new GainNode(context, { gain: i === this.side ? 1 : 0 }));
    this.#sources = this.#buffers.map((buffer, i) => {
      const source = new AudioBufferSourceNode(context, { buffer, loop: true });
      source.connect(this.#gains[i]).connect(context.destination);
      source.start(at);
      return source;
    });
    this.#startedAt = at;
    this.#since = at;
    this.playing = true;
  }

  /** Which sound is heard from now on; the place in the sound stays. */
  choose(side) {
    this.#count();
    this.side = side;
    const { currentTime } = this.#context;
    this.#gains.forEach(({ gain }, i) => {
      gain.cancelScheduledValues(currentTime);
      gain.setValueAtTime(gain.value, currentTime);
      gain.linearRampToValueAtTime(i === side ? 1 : 0, currentTime + CROSSFADE_S);
    });
  }

  stop() {
    if (!this.playing) {
      return;
    }
    this.#count();
    this.#sources.forEach(source => source.stop());
    this.#gains.forEach(gain => gain.disconnect());
    this.playing = false;
  }

  /** Forgets the sounds. */
  drop() {
    this.stop();
    this.#buffers = [];
    this.seconds = 0;
  }

  close() {
    this.drop();
    this.#context?.close();
    this.#context = null;
  }

  #count() {
    if (this.playing) {
      const now = Math.max(this.#since, this.#context.currentTime);
      this.#heard[this.side] += now - this.#since;
      this.#since = now;
    }
  }

  /** Seconds heard of each sound. */
  get heard() {
    this.#count();
    return [...this.#heard];
  }

  /** Place in the sound, 0 to 1. */
  get place() {
    if (!this.playing || !this.seconds) {
      return 0;
    }
    return ((Math.max(0, this.#context.currentTime - this.#startedAt)) % this.seconds) / this.seconds;
  }

  /** Gains of both as they are this moment: for tests that a switch has no gap. */
  get gains() {
    return this.#gains.map(({ gain }) => gain.value);
  }
}

function shapeOf(buffers) {
  const length = Math.min(...buffers.map(buffer => buffer.length));
  const step = Math.floor(length / POINTS);
  const tracks = buffers.map(buffer => buffer.getChannelData(0));
  const peaks = Array.from({ length: POINTS }, (_, point) => {
    let most = 0;
    for (let i = point * step; i < (point + 1) * step; i++) {
      most = Math.max(most, Math.abs(tracks[0][i]), Math.abs(tracks[1][i]));
    }
    return most;
  });
  const top = Math.max(...peaks, 1e-6);
  return peaks.map(peak => peak / top);
}
