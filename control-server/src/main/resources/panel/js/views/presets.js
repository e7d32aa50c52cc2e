import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { undo } from '../core/actions.js';
import { api } from '../core/api.js';
import { ago, count } from '../core/format.js';
import { ORDERS, chooseOrder, chosenOrder, ordered, presetUse } from '../core/preset-use.js';
import { handOut, nameLike, takeIn } from '../core/preset-files.js';
import { Watch, store } from '../core/store.js';
import { icon } from '../parts/icon.js';
import { base, buttons, cards, page, tags } from '../parts/styles.js';
import { act, toast } from '../parts/toasts.js';
import '../parts/preset-name.js';
import '../parts/rules-card.js';
import '../parts/segmented.js';
import './preset-detail.js';

const DRAGS = ['dragover', 'dragleave', 'drop'];
/** Shown in a row; the detail has all. */
const MOST_TAGS = 3;

/** Presets: recall, save what plays, rename, overwrite, delete; each with the way back. */
class PresetsView extends LitElement {
  static properties = { search: { state: true }, tag: { state: true }, marked: { state: true }, chosen: { state: true }, naming: { state: true }, refused: { state: true }, dropping: { state: true }, order: { state: true } };

  static styles = [
    base,
    buttons,
    cards,
    tags,
    page,
    css`
      .search { display: flex; align-items: center; gap: var(--s2); background: var(--bg-1); border-radius: var(--r2); padding: 0 var(--s3); height: var(--hit); box-shadow: inset 0 0 0 1px var(--line-2); color: var(--tx-2); --icon: 1.1rem; }
      .search:focus-within { box-shadow: inset 0 0 0 2px var(--focus); }
      .search input { background: none; border: 0; width: 12rem; min-height: 1.75rem; outline: none; color: var(--tx-1); }
      input::placeholder { color: var(--tx-3); opacity: 1; }
      .list { padding: var(--s2); min-height: 20rem; }
      .row-of { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--s4); align-items: center; width: 100%; text-align: left; padding: .5rem var(--s3); border-radius: var(--r2); min-height: 3.6rem; cursor: pointer; }
      .row-of:hover { background: var(--bg-2); }
      .row-of[aria-selected="true"] { background: var(--bg-3); }
      .row-of[aria-selected="true"] .tag:not(.live) { background: var(--bg-1); }
      .main { display: grid; }
      .main b { font-weight: 600; overflow-wrap: anywhere; }
      .main .quiet { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .marks { display: flex; gap: var(--s1); }
      .when { font-size: var(--t-s); font-weight: 400; color: var(--tx-2); margin-left: var(--s2); white-space: nowrap; }
      .filters { display: flex; gap: var(--s2); flex-wrap: wrap; align-items: center; margin-bottom: var(--s4); }
      .order { display: flex; gap: var(--s2); align-items: center; margin-left: auto; font-size: var(--t-m); color: var(--tx-2); }
      .star { color: var(--gr); }
      .passed { display: flex; gap: var(--s2); align-items: flex-start; margin: 0 0 var(--s4); overflow-wrap: anywhere; --icon: 1.1rem; }
      .passed .ic { color: var(--gr); }
      .passed span { min-width: 0; }
      .passed ul { display: grid; gap: var(--s1); flex: 1; }
      .passed .iconbtn { margin-block: -.4rem; }
      .dropping .list { box-shadow: inset 0 0 0 2px var(--focus); }
      .none { padding: var(--s6) var(--s4); text-align: center; color: var(--tx-2); }
      @media (max-width: 719px) {
        .search { flex: 1 1 14rem; min-width: 0; }
        .search input { width: 100%; }
        .marks .mute { display: none; }
        .main .quiet { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; white-space: normal; }
      }
      @media (forced-colors: active) { .row-of[aria-selected="true"] { outline: 2px solid Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.search = '';
    /** Only presets with this tag; null: any. */
    this.tag = null;
    /** Only favourites. */
    this.marked = false;
    this.chosen = null;
    this.naming = null;
    /** Why files were not taken in, one sentence each. */
    this.refused = [];
    /** Files are held over the window. */
    this.dropping = false;
    this.order = chosenOrder();
    this.onUse = () => this.requestUpdate();
    new Watch(this, 'presets', 'parameters', 'engines');
  }

  connectedCallback() {
    super.connectedCallback();
    presetUse.addEventListener('change', this.onUse);
    presetUse.follow();
    DRAGS.forEach(type => addEventListener(type, this.#drag));
  }

  disconnectedCallback() {
    presetUse.removeEventListener('change', this.onUse);
    presetUse.leave();
    DRAGS.forEach(type => removeEventListener(type, this.#drag));
    super.disconnectedCallback();
  }

  render() {
    const all = store.presets ?? [];
    const shown = ordered(all.filter(preset => this.#isShown(preset)), this.order);
    const tags = [...new Set(all.flatMap(({ tags }) => tags))].sort();
    const preset = shown.find(({ id }) => id === this.chosen) ?? shown.find(one => presetUse.wordOf(one)) ?? shown[0];
    const own = all.filter(({ factory }) => !factory).length;
    return html`<div class="page ${this.dropping ? 'dropping' : ''}">
      <header class="vhead">
        <div><h1 tabindex="-1">Presets</h1><p>${this.dropping ? 'Let go: what the files hold is taken in' : store.presets ? `${count(all.length, 'preset')}, ${own || 'none'} of them yours` : ''}</p></div>
        <div class="vtools">
          <label class="search">${icon('search')}<input type="search" placeholder="Name, purpose or tag" aria-label="Search presets" .value=${this.search} @input=${({ target }) => (this.search = target.value)} /></label>
          <input type="file" class="file" accept=".json,application/json" multiple hidden @change=${this.#chosenFiles} />
          <button type="button" class="btn" data-do="import" ?disabled=${store.server !== 'here' || !store.presets} @click=${() => this.renderRoot.querySelector('.file').click()}>${icon('in')}Import</button>
          <button type="button" class="btn primary save" ?disabled=${!store.playing} @click=${() => this.#startNaming({ save: true, value: '' })}>Save what plays</button>
        </div>
      </header>
      ${store.passedOver ? html`<p class="quiet passed" role="note">${icon('warn')}<span>${store.passedOver}</span></p>` : nothing}
      <div role="alert">${this.refused.length
        ? html`<div class="quiet passed">${icon('warn')}<ul>${this.refused.map(sentence => html`<li>${sentence}</li>`)}</ul><button type="button" class="iconbtn" aria-label="Close" title="Close" @click=${() => (this.refused = [])}>${icon('cross')}</button></div>`
        : nothing}</div>
      <div class="filters" role="group" aria-label="Only these">
        <button type="button" class="btn small ${this.marked ? 'primary' : 'ghost'}" aria-pressed=${String(this.marked)} @click=${() => (this.marked = !this.marked)}>★ Favourites</button>
        ${tags.map(tag => html`<button type="button" class="btn small ${tag === this.tag ? 'primary' : 'ghost'}" aria-pressed=${String(tag === this.tag)} @click=${() => (this.tag = tag === this.tag ? null : tag)}>${tag}</button>`)}
        <div class="order"><span aria-hidden="true">Order</span><attune-segmented label="Order" .items=${ORDERS} .value=${this.order} @pick=${({ detail }) => this.#order(detail)}></attune-segmented></div>
      </div>
      <div class="two">
        <div><section class="card list">
          ${this.naming && !this.naming.id ? this.#nameField() : nothing}
          <div role="listbox" aria-label="Presets" @keydown=${event => this.#key(event, shown, preset)}>
            ${repeat(shown, ({ id }) => id, one => this.#row(one, one === preset))}
          </div>
          ${store.presets && !shown.length ? html`<p class="none">No preset is found so. Try another word, or fewer tags.</p>` : nothing}
        </section><attune-rules-card></attune-rules-card></div>
        ${preset ? html`<attune-preset-detail class="side" role="region" aria-label="Preset" .preset=${preset} .inUse=${presetUse.wordOf(preset)} @act=${({ detail }) => this.#act(detail, preset)} @tags=${({ detail }) => this.#tags(preset, detail)}></attune-preset-detail>` : nothing}
      </div>
    </div>`;
  }

  /** Each word that was typed stands in name, purpose or a tag, and it has the tag and the mark that are asked for. */
  #isShown({ label, doc, tags, favourite }) {
    const text = `${label} ${doc} ${tags.join(' ')}`.toLowerCase();
    const found = this.search.toLowerCase().split(/\s+/).every(word => text.includes(word));
    return found && (this.tag === null || tags.includes(this.tag)) && (favourite || !this.marked);
  }

  #row(preset, selected) {
    if (this.naming?.id === preset.id) {
      return this.#nameField();
    }
    return html`<div role="option" class="row-of" data-preset=${preset.id} tabindex=${selected ? 0 : -1} aria-selected=${String(selected)} @click=${() => (this.chosen = preset.id)} @dblclick=${() => this.#recall(preset)}>
      <span class="main"><b>${preset.label}${preset.favourite ? html` <span class="star" role="img" aria-label="favourite">★</span>` : nothing}${preset.factory ? nothing : html`<span class="when">${ago(preset.savedAt)}</span>`}</b><span class="quiet">${preset.doc}</span></span>
      <span class="marks">${presetUse.wordOf(preset) ? html`<span class="tag live">${presetUse.wordOf(preset)}</span>` : nothing}${preset.tags.slice(0, MOST_TAGS).map(tag => html`<span class="tag mute">${tag}</span>`)}<span class="tag">${preset.factory ? 'factory' : 'yours'}</span></span>
    </div>`;
  }

  #nameField() {
    const { value, file, save } = this.naming;
    const own = save ? ordered((store.presets ?? []).filter(({ factory }) => !factory), 'used') : [];
    return html`<attune-preset-name .value=${value} .verb=${file ? 'Import' : save ? 'Save' : 'Rename'} .own=${own} @name=${({ detail }) => this.#name(detail)} @over=${({ detail }) => this.#saveOver(detail)} @cancel=${this.#stopNaming}></attune-preset-name>`;
  }

  async #startNaming(naming) {
    this.naming = naming;
    await this.updateComplete;
    this.renderRoot.querySelector('attune-preset-name').ask();
  }

  #stopNaming = async () => {
    const { save, file } = this.naming;
    this.naming = null;
    await this.updateComplete;
    this.renderRoot.querySelector(file ? '[data-do=import]' : save ? '.save' : '[aria-selected="true"]')?.focus();
  };

  #order(order) {
    this.order = order;
    chooseOrder(order);
  }

  async #saveOver(preset) {
    await this.#stopNaming();
    this.#overwrite(preset);
  }

  #name(label) {
    const { save, file, id, value } = this.naming;
    act(async () => {
      if (file) {
        await this.#imported([await takeIn(file, label)]);
      } else if (save) {
        await this.#saved(await api.savePreset({ label, doc: null, engineId: store.engineId, params: null }));
      } else if (label !== value) {
        await this.#renamed(await api.changePreset(id, { label, doc: null, engineId: null, params: null }), value);
      }
      await this.#stopNaming();
    });
  }

  #chosenFiles = ({ target }) => {
    const files = [...target.files];
    target.value = '';
    this.#import(files);
  };

  /** Files may be dropped anywhere: a browser would leave the panel for them. */
  #drag = event => {
    if (!event.dataTransfer?.types.includes('Files')) {
      return;
    }
    event.preventDefault();
    this.dropping = store.server === 'here' && (event.type === 'dragover' || (event.type === 'dragleave' && event.relatedTarget !== null));
    if (event.type === 'drop' && store.presets) {
      this.#import([...event.dataTransfer.files]);
    }
  };

  async #import(files) {
    const taken = [];
    const refused = [];
    for (const file of files) {
      try {
        taken.push(await takeIn(file));
      } catch (error) {
        refused.push(error.message);
        if (error.status === 409 && files.length === 1) {
          this.#startNaming({ file, value: await nameLike(file, store.presets) });
        }
      }
    }
    this.refused = refused;
    if (taken.length) {
      await act(() => this.#imported(taken));
    }
  }

  async #imported(taken) {
    this.refused = this.naming?.file ? [] : this.refused;
    this.search = '';
    this.tag = null;
    this.marked = false;
    await this.#readAndChoose(taken.at(-1).id);
    const what = taken.length === 1 ? `“${taken[0].label}” is imported` : `${taken.length} presets are imported`;
    toast(`${what}. What plays now stays.`, { label: 'Undo', run: () => Promise.all(taken.map(({ id }) => this.#remove(id))) });
  }

  #export(preset) {
    act(async () => {
      const name = await handOut(preset);
      toast(`“${preset.label}” is in ${name}: its settings and what was measured of them, nothing of your sound.`);
    });
  }

  async #saved(preset) {
    await this.#readAndChoose(preset.id);
    toast(`Saved as “${preset.label}”.`, { label: 'Undo', run: () => this.#remove(preset.id) });
  }

  async #renamed(preset, before) {
    await this.#readAndChoose(preset.id);
    toast(`“${before}” is now “${preset.label}”.`, {
      label: 'Undo',
      run: async () => this.#readAndChoose((await api.changePreset(preset.id, { label: before, doc: null, engineId: null, params: null })).id),
    });
  }

  async #remove(id) {
    await api.deletePreset(id);
    await store.readPresets();
  }

  async #readAndChoose(id) {
    await store.readPresets();
    this.chosen = id;
  }

  #act(name, preset) {
    const actions = {
      recall: () => this.#recall(preset),
      rename: () => this.#startNaming({ id: preset.id, value: preset.label }),
      overwrite: () => this.#overwrite(preset),
      favourite: () => this.#mark(preset),
      export: () => this.#export(preset),
      delete: () => this.#delete(preset),
    };
    if (name.startsWith('slot:')) {
      this.#recall(preset, Number(name.slice('slot:'.length)));
    } else {
      actions[name]();
    }
  }

  #recall(preset, slot = null) {
    if (!store.playing) {
      return;
    }
    act(async () => {
      const change = await api.recall(store.engineId, preset.id, slot);
      store.takeChange(change);
      store.readPresets();
      toast(slot === null ? `“${preset.label}” plays.` : `Slot ${'ABCD'[slot]} holds “${preset.label}”.`, { label: 'Undo', run: () => undo(change) });
    });
  }

  #mark({ id, label, favourite }) {
    const set = on => api.changePreset(id, { favourite: on }).then(() => store.readPresets());
    act(async () => {
      await set(!favourite);
      toast(favourite ? `“${label}” is no favourite any more.` : `“${label}” is a favourite.`, { label: 'Undo', run: () => set(favourite) });
    });
  }

  #tags({ id, label, tags }, text) {
    const set = words => api.changePreset(id, { tags: words }).then(() => store.readPresets());
    act(async () => {
      await set(text.split(/[\s,]+/).filter(Boolean));
      toast(`The tags of “${label}” are kept.`, { label: 'Undo', run: () => set(tags) });
    });
  }

  #overwrite(preset) {
    act(async () => {
      await api.changePreset(preset.id, { label: null, doc: null, engineId: store.engineId, params: null });
      await this.#readAndChoose(preset.id);
      toast(`“${preset.label}” holds what plays.`, {
        label: 'Undo',
        run: async () => {
          await api.changePreset(preset.id, { label: null, doc: null, engineId: null, params: preset.params, evidence: preset.evidence });
          await this.#readAndChoose(preset.id);
        },
      });
    });
  }

  #delete(preset) {
    act(async () => {
      const { label, doc, params, tags, favourite, evidence } = preset;
      await this.#remove(preset.id);
      await this.updateComplete;
      this.renderRoot.querySelector('[aria-selected="true"]')?.focus();
      toast(`“${label}” is deleted.`, {
        label: 'Undo',
        run: async () => this.#readAndChoose((await api.savePreset({ label, doc, engineId: null, params, tags, favourite, evidence })).id),
      });
    });
  }

  async #key(event, shown, preset) {
    const at = shown.indexOf(preset);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.chosen = shown[Math.min(shown.length - 1, Math.max(0, to))].id;
      await this.updateComplete;
      this.renderRoot.querySelector('[aria-selected="true"]').focus();
    } else if (event.key === 'Enter') {
      this.#recall(preset);
    } else if (event.key === 'F2' && !preset.factory) {
      this.#startNaming({ id: preset.id, value: preset.label });
    } else if (event.key === '*') {
      this.#mark(preset);
    } else if (event.key === 'Delete' && !preset.factory) {
      this.#delete(preset);
    }
  }
}

customElements.define('attune-presets', PresetsView);
