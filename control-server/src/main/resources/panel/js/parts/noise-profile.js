import { LitElement, css, html } from 'lit';
import { learnNoise, undo } from '../core/actions.js';
import { api } from '../core/api.js';
import { profileWord } from '../core/changes.js';
import { store } from '../core/store.js';
import { base, buttons } from './styles.js';
import './tip.js';
import { act, toast } from './toasts.js';

/** The noise of the room that is kept: how loud it is, keep it anew, let it go. */
class NoiseProfileRow extends LitElement {
  static properties = { values: { attribute: false }, disabled: { type: Boolean } };

  static styles = [
    base,
    buttons,
    css`
      :host { display: flex; align-items: center; justify-content: center; gap: var(--s3); flex-wrap: wrap; padding: var(--s2) 0 var(--s3); font-size: var(--t-m); color: var(--tx-2); }
      b { color: var(--tx-1); font-weight: 600; }
    `,
  ];

  render() {
    const word = profileWord(this.values);
    return html`<attune-tip name="Noise of the room" text="The noise that is kept with this slot, so that reduction works from the first moment on."></attune-tip>
      <b>${word}</b>
      <button type="button" class="btn small ghost" ?disabled=${this.disabled} @click=${learnNoise}>Keep noise</button>
      <button type="button" class="btn small ghost" ?disabled=${this.disabled || word === 'none'} @click=${this.#forget}>Let go</button>`;
  }

  #forget = () =>
    act(async () => {
      const change = await api.forgetNoise(store.engineId);
      store.takeChange(change);
      toast('The noise of this room is let go.', { label: 'Undo', run: () => undo(change) });
    });
}

customElements.define('attune-noise-profile', NoiseProfileRow);
