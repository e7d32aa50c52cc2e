// One behaviour for every value: drag, wheel, arrows, Shift for a tenth, double-click for the default, typed numbers.

import { css, html, nothing } from 'lit';
import { number } from '../core/format.js';
import { toast } from './toasts.js';

const TRAVEL_PX = 180;
const SETTLED_MS = 600;
/** Steps from end to end where equal ratios sound equal; digits that a step and a tenth of one are rounded to. */
const LOG_STEPS = 100;
const DIGITS = 3;
const KEYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };

export const valueInputStyles = css`
  :host { touch-action: none; user-select: none; }
  .typed {
    position: absolute; left: 50%; top: 50%; transform: translate(-50%, -50%); z-index: 3; width: 5rem; min-height: 1.75rem;
    text-align: center; border: 0; border-radius: var(--r1); background: var(--tx-1); color: var(--bg-0); font-weight: 600; padding: .1rem;
  }
`;

/**
 * Makes its host a slider. The host has {@code value} and {@code spec}: {label, min, max, fallback, step, unit, digits}, and
 * where they apply {log: equal ratios are equal steps, whole: no fractions, words: value as text, parse: typed text as {value}
 * or {problem}}.
 * It fires "input" with the value at each move and "settled" with {from, to} when a person has finished.
 */
export class ValueInput {
  #drag = null;
  #typing = null;
  #from = null;
  /** What was asked for last; the host may have been drawn anew with what is known meanwhile. */
  #to = null;
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
    const { label, min, max } = this.spec;
    const attributes = {
      role: 'slider',
      tabindex: host.disabled ? -1 : 0,
      'aria-label': label,
      'aria-valuemin': min,
      'aria-valuemax': max,
      'aria-valuenow': Number(host.value.toFixed(2)),
      'aria-valuetext': this.#words(host.value),
      'aria-disabled': Boolean(host.disabled),
    };
    Object.entries(attributes).forEach(([name, value]) => host.setAttribute(name, value));
  }

  #words(value) {
    const { words, unit, digits } = this.spec;
    return words?.(value) ?? `${number(value, value % 1 ? digits + 1 : digits)} ${unit}`.trim();
  }

  /** Place of a value between both ends, 0 to 1. */
  #share(value) {
    const { min, max, log } = this.spec;
    return log ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  }

  /** The value at a place, rounded as a step is, or a tenth of one. */
  #at(share, fine) {
    const { min, max, log, step, whole } = this.spec;
    if (log) {
      return Number((min * (max / min) ** share).toPrecision(fine ? DIGITS + 1 : DIGITS));
    }
    const grain = fine && !whole ? step / 10 : step;
    return Math.round((min + share * (max - min)) / grain) * grain;
  }

  /** The field for a typed value, to be part of the host's template; its own "input" is not the host's. */
  field() {
    if (this.#typing === null) {
      return nothing;
    }
    const { label, unit } = this.spec;
    return html`<input
      class="typed" inputmode="decimal" autocomplete="off" aria-label=${unit ? `${label} in ${unit}` : label} .value=${this.#typing}
      @input=${event => event.stopPropagation()} @keydown=${this.#typedKey} @blur=${() => this.#close(true)}
    />`;
  }

  #set(value) {
    const { min, max } = this.spec;
    if (this.host.disabled) {
      return;
    }
    this.#from ??= this.host.value;
    const next = Math.min(max, Math.max(min, value));
    this.#to = next;
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
    if (from !== null && from !== this.#to) {
      this.host.dispatchEvent(new CustomEvent('settled', { detail: { from, to: this.#to } }));
    }
  }

  #nudge(steps, fine) {
    const { step, log, whole } = this.spec;
    if (log) {
      this.#set(this.#at(this.#share(this.host.value) + (steps / LOG_STEPS) * (fine ? 0.1 : 1), fine));
      return;
    }
    const grain = whole ? step : step / 10;
    const value = this.host.value + steps * step * (fine && !whole ? 0.1 : 1);
    this.#set(Math.round(value / grain) * grain);
  }

  #down(event) {
    if (event.button || this.host.disabled || event.composedPath()[0] instanceof HTMLInputElement) {
      return;
    }
    event.preventDefault();
    this.host.setPointerCapture(event.pointerId);
    this.host.focus({ preventScroll: true });
    this.#drag = { x: event.clientX, y: event.clientY, share: this.#share(this.host.value) };
  }

  #move(event) {
    if (!this.#drag) {
      return;
    }
    const drag = this.#drag;
    const right = event.clientX - drag.x;
    const up = drag.y - event.clientY;
    const pixels = this.look.rail ? right : right + up;
    drag.share += (pixels / (this.look.rail?.() ?? TRAVEL_PX)) * (event.shiftKey ? 0.1 : 1);
    drag.share = Math.min(1, Math.max(0, drag.share));
    drag.x = event.clientX;
    drag.y = event.clientY;
    if (pixels) {
      this.#set(this.#at(drag.share, event.shiftKey));
    }
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

  /** At once: what is typed next is meant for the field. */
  #open(first) {
    if (this.host.disabled) {
      return;
    }
    this.#typing = first ?? String(Number(this.host.value.toFixed(2)));
    this.host.requestUpdate();
    this.host.performUpdate();
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
    const { label, min, max, unit, words, parse, whole } = this.spec;
    const typed = parse?.(field.value) ?? { value: Number.parseFloat(field.value.replace(',', '.').replace('\u2212', '-')) };
    this.host.requestUpdate();
    if (commit && typed.problem) {
      toast(typed.problem);
    }
    if (!commit || !Number.isFinite(typed.value)) {
      return;
    }
    const value = whole ? Math.round(typed.value) : typed.value;
    if (value < min || value > max) {
      toast(words ? `${label} goes from ${words(min)} to ${words(max)}.` : `${label} goes from ${number(min, 0)} to ${number(max, 0)}\u202f${unit}.`);
    }
    this.#set(value);
  }
}
