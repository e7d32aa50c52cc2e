import { css } from 'lit';
import { palette } from '../core/theme.js';
import { pairs } from '../core/pairs.js';
import { CanvasElement } from './canvas-element.js';

/** Shape of both sounds together and where they play: the same picture on both sides, so that it can't answer. */
class PairShape extends CanvasElement {
  /** source: a Rendered; side: which of its sounds this is a picture of, -1 for the one that is heard. */
  static properties = { side: { type: Number }, source: { attribute: false } };

  static styles = [CanvasElement.styles, css`:host { height: 3.5rem; }`];

  constructor() {
    super();
    this.source = pairs;
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('role', 'presentation'); // the buttons say which side plays
    this.follow = () => this.dirty();
    this.source.addEventListener('change', this.follow);
  }

  disconnectedCallback() {
    this.source.removeEventListener('change', this.follow);
    super.disconnectedCallback();
  }

  paint(g, width, height) {
    const { player, state } = this.source;
    const shape = state === 'ready' ? player.shape : Array(96).fill(0.12);
    const heard = player.playing && (this.side < 0 || player.side === this.side);
    const place = player.place * shape.length;
    const step = width / shape.length;
    shape.forEach((level, i) => {
      const tall = Math.max(2, level * height * 0.9);
      g.fillStyle = heard && i < place ? palette.after : palette['line-2'];
      g.fillRect(i * step, (height - tall) / 2, Math.max(1, step - 2), tall);
    });
    if (heard) {
      g.fillStyle = palette['tx-1'];
      g.fillRect(Math.min(width - 2, place * step), 0, 2, height);
    }
    return player.playing;
  }
}

customElements.define('attune-pair-shape', PairShape);
