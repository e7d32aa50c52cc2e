import { LitElement, css, html, nothing } from 'lit';
import { measuredOf, oneLine, promiseOf, sourceOf } from '../core/changes.js';
import { ago, clock, day } from '../core/format.js';
import { instances } from '../core/instances.js';
import { Watch, store } from '../core/store.js';
import { plays, returnTo, versions } from '../core/versions.js';
import { icon } from './icon.js';
import './segmented.js';
import { base, buttons, cards, tags } from './styles.js';
import './tip.js';

const ABOUT =
  'Each change of the sound is a version with its whole set of settings, numbered as in Why. Going back brings all of them, and one Undo takes that back.';
const WHOSE = [
  ['own', 'This plugin'],
  ['all', 'All'],
];

/** Versions of the sound, newest first, each with who made it and why, what was promised and measured, and the way back to it. Fires "hear" with the number of one. */
class VersionsCard extends LitElement {
  static styles = [
    base,
    buttons,
    cards,
    tags,
    css`
      :host { display: block; }
      li { display: grid; grid-template-columns: 4.5rem minmax(0, 1fr) auto; gap: var(--s1) var(--s3); align-items: center; padding: .55rem 0; border-top: 1px solid var(--line); }
      .name { display: grid; gap: .15rem; justify-items: start; }
      .name b { font-weight: 600; white-space: nowrap; }
      .what { display: grid; min-width: 0; }
      .what span { overflow-wrap: anywhere; font-size: var(--t-m); }
      .what .quiet { font-size: var(--t-s); }
      .ways { display: flex; gap: var(--s1); }
      .foot { display: flex; gap: var(--s3); align-items: center; justify-content: space-between; margin-top: var(--s3); flex-wrap: wrap; }
      @media (max-width: 719px) { li { grid-template-columns: 3.9rem minmax(0, 1fr) auto; } }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'parameters', 'engines', 'server');
    this.onVersions = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    versions.addEventListener('change', this.onVersions);
    instances.addEventListener('change', this.onVersions);
    versions.follow();
  }

  disconnectedCallback() {
    versions.removeEventListener('change', this.onVersions);
    instances.removeEventListener('change', this.onVersions);
    versions.leave();
    super.disconnectedCallback();
  }

  render() {
    const { list, more, all } = versions;
    return html`<section class="card" aria-labelledby="versions">
      <header class="chead"><h2 id="versions">Versions</h2><span class="row">
        <attune-segmented label="Whose versions" .items=${WHOSE} .value=${all ? 'all' : 'own'} @pick=${({ detail }) => versions.showAll(detail === 'all')}></attune-segmented>
        <attune-tip .text=${ABOUT}></attune-tip></span></header>
      ${list?.length === 0 ? html`<p class="quiet">None yet: nothing was changed${all ? '' : ' on this plugin'}. The first change makes one.</p>` : nothing}
      <ol>${(list ?? []).map(version => this.#row(version, all))}</ol>
      ${more ? html`<div class="foot"><button type="button" class="btn small older" @click=${() => versions.older()}>Earlier</button></div>` : nothing}
    </section>`;
  }

  #row(version, all) {
    const { id, at, engineId } = version;
    const playing = plays(version);
    const when = `${day(at)} ${clock(at)}`;
    const who = [sourceOf(version), all && engineId !== store.engineId && instances.nameOf(engineId)].filter(Boolean).join(', ');
    return html`<li data-version=${id}>
      <span class="name"><b>v${id}</b>${playing ? html`<span class="tag live">plays</span>` : nothing}</span>
      <span class="what"><span>${oneLine(version)}</span><span class="quiet"><time datetime=${new Date(at).toISOString()} title=${ago(at)}>${when}</time>, ${who}${worth(version)}</span></span>
      <span class="ways"><button type="button" class="iconbtn hear" aria-label="Hear version ${id}" title="Hear it beside the present" ?disabled=${!store.playing || store.server !== 'here'} @click=${() => this.dispatchEvent(new CustomEvent('hear', { detail: id }))}>${icon('play')}</button><button type="button" class="iconbtn back" aria-label="Roll back to version ${id}" title="Roll back to this" ?disabled=${playing || !store.playing || store.server !== 'here'} @click=${() => returnTo(version)}>${icon('undo')}</button></span>
    </li>`;
  }
}

/** What was promised of it, and what was measured, in steps of the judge. */
function worth(version) {
  if (!version.evidence) {
    return '';
  }
  return `, promised ${promiseOf(version.evidence)}${version.measured == null ? '' : `, measured ${measuredOf(version)}`}`;
}

customElements.define('attune-versions-card', VersionsCard);
