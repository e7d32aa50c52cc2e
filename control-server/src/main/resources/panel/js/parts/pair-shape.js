import { css } from 'lit';
import { palette } from '../core/theme.js';
import { pairs } from '../core/pairs.js';
import { CanvasElement } from './canvas-element.js';

/** Shape of a pair's sound and where it plays: the same picture on both sides, so that it can't answer. */
class PairShape extends CanvasElement {
  static properties = { side: { type: Number } };

  static styles = [CanvasElement.styles, css`:host { height: 3.5rem; }`];

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('role', 'presentation'); // the buttons say which side plays
    this.follow = () => this.dirty();
    pairs.addEventListener('change', this.follow);
  }

  disconnectedCallback() {
    pairs.removeEventListener('change', this.follow);
    super.disconnectedCallback();
  }

  paint(g, width, height) {
    const { player, state } = pairs;
    const shape = state === 'ready' ? player.shape : Array(96).fill(0.12);
    const heard = player.playing && player.side === this.side;
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
