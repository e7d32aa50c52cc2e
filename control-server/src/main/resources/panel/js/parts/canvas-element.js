import { LitElement, css, html } from 'lit';
import { addPainter, markDirty, removePainter } from '../core/loop.js';

/** A part that is painted: one canvas as large as the element, an image with a name for those who do not see it. */
export class CanvasElement extends LitElement {
  static styles = css`
    :host { display: block; position: relative; min-width: 0; min-height: 0; contain: strict; }
    canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
  `;

  #size = new ResizeObserver(([entry]) => {
    this.#box = entry.contentRect;
    this.dirty();
  });
  #box = null;

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('role', 'img');
    this.#size.observe(this);
    addPainter(this, now => this.#paint(now));
  }

  disconnectedCallback() {
    this.#size.disconnect();
    removePainter(this);
    super.disconnectedCallback();
  }

  render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  updated() {
    this.dirty();
  }

  dirty() {
    markDirty(this);
  }

  #paint(now) {
    const canvas = this.renderRoot?.querySelector('canvas');
    const { width, height } = this.#box ?? {};
    if (!canvas || !(width >= 6 && height >= 6)) {
      return false;
    }
    const ratio = devicePixelRatio || 1;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
    }
    const g = canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    return this.paint(g, width, height, now) === true;
  }

  /** Paints; returns true while it still moves. */
  paint() {
    throw new Error(`${this.localName} paints nothing`);
  }
}
