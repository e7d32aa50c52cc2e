import { LitElement, css, html, nothing } from 'lit';
import { base, buttons } from './styles.js';

const MOST_OFFERED = 4;
const NAMELESS = 'A preset needs a name: type one, as “Evening”.';

/** Asks for the name of a preset, and offers one's own to save over. Fires "name" with the name, "over" with a preset, "cancel". */
class PresetName extends LitElement {
  static properties = { value: {}, verb: {}, own: { attribute: false }, typed: { state: true }, nameless: { state: true } };

  static styles = [
    base,
    buttons,
    css`
      :host { display: block; }
      form { display: flex; align-items: center; gap: var(--s2); padding: .5rem var(--s3); min-height: 3.6rem; flex-wrap: wrap; }
      input { flex: 1 1 10rem; min-width: 0; min-height: var(--hit); padding: 0 var(--s3); border: 0; border-radius: var(--r2); background: var(--bg-2); box-shadow: inset 0 0 0 1px var(--line-2); }
      input:focus { box-shadow: inset 0 0 0 2px var(--focus); outline: none; }
      input[aria-invalid="true"] { box-shadow: inset 0 0 0 2px var(--bad); }
      input::placeholder { color: var(--tx-3); opacity: 1; }
      .below { flex: 1 0 100%; display: flex; gap: var(--s2); align-items: center; flex-wrap: wrap; font-size: var(--t-m); color: var(--tx-2); min-width: 0; }
      .below:empty { display: none; }
      .below .btn { max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
      [role="alert"] { color: var(--bad); }
    `,
  ];

  constructor() {
    super();
    this.value = '';
    this.verb = 'Save';
    /** Presets that may be saved over, the ones used last first. */
    this.own = [];
    this.typed = '';
    this.nameless = false;
  }

  willUpdate(changed) {
    if (changed.has('value')) {
      this.typed = this.value;
    }
  }

  async ask() {
    await this.updateComplete;
    const field = this.renderRoot.querySelector('input');
    field.focus();
    field.select();
  }

  render() {
    const same = this.#same();
    return html`<form class="naming" novalidate @submit=${this.#submit} @keydown=${this.#key}>
      <input name="label" aria-label="Name of the preset" placeholder="Name" maxlength="60" autocomplete="off" .value=${this.value} aria-invalid=${String(this.nameless)} aria-describedby="said" @input=${this.#type} />
      <button type="submit" class="btn primary small">${same ? `Save over “${same.label}”` : this.verb}</button>
      <button type="button" class="btn small" @click=${() => this.#tell('cancel')}>Cancel</button>
      <div class="below" id="said" role="alert">${this.nameless ? NAMELESS : nothing}</div>
      ${this.own.length ? html`<div class="below offers" role="group" aria-label="Save over one of yours"><span>or over</span>${this.own.slice(0, MOST_OFFERED).map(preset => html`<button type="button" class="btn small ghost" data-over=${preset.id} aria-label="Save over ${preset.label}" @click=${() => this.#tell('over', preset)}>${preset.label}</button>`)}</div>` : nothing}
    </form>`;
  }

  /** One's own preset of that name. */
  #same() {
    const name = this.typed.trim().toLowerCase();
    return this.own.find(({ label }) => label.toLowerCase() === name);
  }

  #type = ({ target }) => {
    this.typed = target.value;
    this.nameless &&= target.value.trim() === '';
  };

  #submit = event => {
    event.preventDefault();
    const name = this.typed.trim();
    const same = this.#same();
    this.nameless = name === '';
    if (this.nameless) {
      this.renderRoot.querySelector('input').focus();
    } else if (same) {
      this.#tell('over', same);
    } else {
      this.#tell('name', name);
    }
  };

  #key = event => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#tell('cancel');
    }
  };

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

customElements.define('attune-preset-name', PresetName);
