import { durationText } from '../core/format.js';
import { paintBlockHistory } from '../paint/block-history.js';
import { paintBlockTimes } from '../paint/block-times.js';
import { CanvasElement } from './canvas-element.js';

/** How many blocks took how long. */
class BlockTimes extends CanvasElement {
  static properties = { engine: { attribute: false } };

  updated() {
    const { engine } = this;
    if (engine?.times.length) {
      const named = [['half', engine.p50Us], ['99 in a hundred', engine.p99Us], ['999 in a thousand', engine.p999Us]];
      this.setAttribute(
        'aria-label',
        `Time per block: ${named.map(([share, us]) => `${share} within ${durationText(us)}`).join(', ')}; the slowest ${durationText(engine.maxUs)}; the deadline is ${durationText(engine.deadlineUs)}.`,
      );
    } else {
      this.setAttribute('aria-label', 'Time per block: none was played yet.');
    }
    super.updated();
  }

  paint(g, width, height) {
    if (this.engine?.times.length) {
      paintBlockTimes(g, width, height, this.engine);
    }
  }
}

/** Slowest block and p99 of each second in the last quarter of an hour. */
class BlockHistory extends CanvasElement {
  static properties = { seconds: { attribute: false }, deadlineUs: { attribute: false } };

  constructor() {
    super();
    this.seconds = [];
    this.deadlineUs = 0;
  }

  updated() {
    const late = this.seconds.filter(({ lateBlocks }) => lateBlocks > 0).length;
    const slowest = Math.max(0, ...this.seconds.map(({ roundTripMaxUs }) => roundTripMaxUs));
    this.setAttribute(
      'aria-label',
      `The last 15 minutes: the slowest block took ${durationText(slowest)}; ${late || 'no'} ${late === 1 ? 'second' : 'seconds'} with late blocks.`,
    );
    super.updated();
  }

  paint(g, width, height) {
    const to = Date.now();
    paintBlockHistory(g, width, height, this.seconds, { from: to - HISTORY_SECONDS * 1000, to, deadlineUs: this.deadlineUs });
  }
}

export const HISTORY_SECONDS = 900;

customElements.define('attune-block-times', BlockTimes);
customElements.define('attune-block-history', BlockHistory);
