// One behaviour for every value: drag, wheel, arrows, Shift for a tenth, double-click for the default, typed numbers.

import { css, html, nothing } from 'lit';
import { number } from '../core/format.js';
import { toast } from './toasts.js';

const TRAVEL_PX = 180;
const SETTLED_MS = 600;
const KEYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };

export const valueInputStyles = css`
  :host { touch-action: none; user-select: none; }
  .typed {
    position: absolute; left: 50%; top: 50%; transform: translate(-50%, -50%); z-index: 3; width: 5rem; min-height: 1.75rem;
    text-align: center; border: 0; border-radius: var(--r1); background: var(--tx-1); color: var(--bg-0); font-weight: 600; padding: .1rem;
  }
`;

/**
 * Makes its host a slider. The host has {@code value} and {@code spec}: {label, min, max, fallback, step, unit, digits}.
 * It fires "input" with the value at each move and "settled" with {from, to} when a person has finished.
 */
export class ValueInput {
  #drag = null;
  #typing = null;
  #from = null;
  #timer = 0;

  /** @param {{rail?: () => number}} look rail: pixels of the whole range, for a fader that follows the pointer */
  constructor(host, look = {}) {
    this.host = host;
    this.look = look;
    host.addController(this);
    const on = (type, listener, options) => host.addEventListener(type, listener.bind(this), options);
    on('pointerdown', this.#down);
    on('pointermove', this.#move);
    on('pointerup', this.#up);
    on('pointercancel', this.#up);
    on('wheel', this.#wheel, { passive: false });
    on('dblclick', () => this.#set(this.spec.fallback));
    on('keydown', this.#key);
  }

  get spec() {
    return this.host.spec;
  }

  /** Whether a person moves it just now: then news from elsewhere must wait. */
  get held() {
    return this.#drag !== null || this.#typing !== null;
  }

  hostUpdated() {
    const { host } = this;
    const { label, min, max, unit, digits } = this.spec;
    const attributes = {
      role: 'slider',
      tabindex: host.disabled ? -1 : 0,
      'aria-label': label,
      'aria-valuemin': min,
      'aria-valuemax': max,
      'aria-valuenow': Number(host.value.toFixed(2)),
      'aria-valuetext': `${number(host.value, host.value % 1 ? digits + 1 : digits)} ${unit}`.trim(),
      'aria-disabled': Boolean(host.disabled),
    };
    Object.entries(attributes).forEach(([name, value]) => host.setAttribute(name, value));
  }

  /** The field for a typed value, to be part of the host's template. */
  field() {
    if (this.#typing === null) {
      return nothing;
    }
    const { label, unit } = this.spec;
    return html`<input
      class="typed" inputmode="decimal" autocomplete="off" aria-label="${label} in ${unit}" .value=${this.#typing}
      @keydown=${this.#typedKey} @blur=${() => this.#close(true)}
    />`;
  }

  #set(value) {
    const { min, max } = this.spec;
    if (this.host.disabled) {
      return;
    }
    this.#from ??= this.host.value;
    const next = Math.min(max, Math.max(min, value));
    if (next !== this.host.value) {
      this.host.value = next;
      this.host.dispatchEvent(new CustomEvent('input', { detail: next }));
    }
    clearTimeout(this.#timer);
    if (!this.#drag) {
      this.#timer = setTimeout(() => this.#settle(), SETTLED_MS);
    }
  }

  #settle() {
    const from = this.#from;
    this.#from = null;
    if (from !== null && from !== this.host.value) {
      this.host.dispatchEvent(new CustomEvent('settled', { detail: { from, to: this.host.value } }));
    }
  }

  #nudge(steps, fine) {
    const grain = this.spec.step / 10;
    const value = this.host.value + steps * this.spec.step * (fine ? 0.1 : 1);
    this.#set(Math.round(value / grain) * grain);
  }

  #down(event) {
    if (event.button || this.host.disabled || event.composedPath()[0] instanceof HTMLInputElement) {
      return;
    }
    event.preventDefault();
    this.host.setPointerCapture(event.pointerId);
    this.host.focus({ preventScroll: true });
    this.#drag = { x: event.clientX, y: event.clientY, value: this.host.value };
  }

  #move(event) {
    if (!this.#drag) {
      return;
    }
    const drag = this.#drag;
    const right = event.clientX - drag.x;
    const up = drag.y - event.clientY;
    const pixels = this.look.rail ? right : right + up;
    const { min, max, step } = this.spec;
    drag.value += ((pixels * (max - min)) / (this.look.rail?.() ?? TRAVEL_PX)) * (event.shiftKey ? 0.1 : 1);
    drag.value = Math.min(max, Math.max(min, drag.value));
    drag.x = event.clientX;
    drag.y = event.clientY;
    const grain = event.shiftKey ? step / 10 : step;
    this.#set(Math.round(drag.value / grain) * grain);
  }

  #up() {
    if (this.#drag) {
      this.#drag = null;
      this.#settle();
    }
  }

  #wheel(event) {
    event.preventDefault();
    this.#nudge(event.deltaY + event.deltaX < 0 ? 1 : -1, event.shiftKey);
  }

  #key(event) {
    if (event.composedPath()[0] !== this.host || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const { key } = event;
    if (KEYS[key]) {
      this.#nudge(KEYS[key], event.shiftKey);
    } else if (key === 'Home' || key === 'End') {
      this.#set(this.spec[key === 'Home' ? 'min' : 'max']);
    } else if (key === 'Delete' || key === 'Backspace') {
      this.#set(this.spec.fallback);
    } else if (key === 'Enter' || /^[-0-9]$/.test(key)) {
      this.#open(key === 'Enter' ? null : key);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  async #open(first) {
    if (this.host.disabled) {
      return;
    }
    this.#typing = first ?? String(Number(this.host.value.toFixed(2)));
    this.host.requestUpdate();
    await this.host.updateComplete;
    const field = this.host.renderRoot.querySelector('.typed');
    field.focus();
    if (first === null) {
      field.select();
    }
  }

  #typedKey = event => {
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault();
      this.#close(event.key === 'Enter');
      this.host.focus();
    }
  };

  /** Removing a focused field fires blur: the first call wins, or Escape would commit. */
  #close(commit) {
    const field = this.host.renderRoot.querySelector('.typed');
    if (this.#typing === null || !field) {
      return;
    }
    this.#typing = null;
    const value = Number.parseFloat(field.value.replace(',', '.').replace('\u2212', '-'));
    this.host.requestUpdate();
    if (!commit || !Number.isFinite(value)) {
      return;
    }
    const { label, min, max, unit } = this.spec;
    if (value < min || value > max) {
      toast(`${label} goes from ${number(min, 0)} to ${number(max, 0)}\u202f${unit}.`);
    }
    this.#set(value);
  }
}
