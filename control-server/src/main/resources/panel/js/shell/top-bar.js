import { LitElement, css, html } from 'lit';
import { MODES, setMode } from '../core/actions.js';
import { count, number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { chooseTheme, isLight } from '../core/theme.js';
import { icon } from '../parts/icon.js';
import '../parts/segmented.js';
import { base, buttons } from '../parts/styles.js';
import './engine-menu.js';
import './mode-sheet.js';
import './settings-sheet.js';

/** Which plugin, how each part is, what learning may do. */
class TopBar extends LitElement {
  static styles = [
    base,
    buttons,
    css`
      :host { display: flex; align-items: center; gap: var(--s5); height: 100%; padding: 0 var(--s4) 0 1.3rem; background: var(--bg-1); border-bottom: 1px solid var(--line); }
      .brand { display: flex; align-items: center; gap: .7rem; font-size: 1.0625rem; font-weight: 600; letter-spacing: -.01em; }
      .logo { width: 1.9rem; height: 1.9rem; fill: none; stroke-width: 2; stroke-linecap: round; flex: none; }
      .logo .one { stroke: var(--before); opacity: .6; }
      .logo .two { stroke: var(--after); stroke-width: 2.6; }
      .parts { display: flex; gap: var(--s4); margin-left: auto; }
      .parts li { display: flex; align-items: center; gap: .45rem; font-size: var(--t-m); white-space: nowrap; }
      .parts i { width: .55rem; height: .55rem; border-radius: 50%; background: var(--ok); flex: none; }
      .parts em { font-style: normal; color: var(--tx-2); min-width: var(--wide, 3.4rem); }
      .parts li:nth-child(2) { --wide: 4.9rem; }
      .parts .bad i { background: var(--bad); border-radius: 1px; transform: rotate(45deg); }
      .parts .bad em { color: var(--bad); }
      .parts .off i { background: none; box-shadow: inset 0 0 0 2px var(--tx-3); }
      .learning { display: flex; align-items: center; gap: var(--s3); font-size: var(--t-m); color: var(--tx-2); }
      .pill { display: none; height: 2.25rem; padding: 0 .75rem; border-radius: var(--r2); background: var(--learn-2); color: var(--learn-ink); font-size: var(--t-m); font-weight: 600; white-space: nowrap; }
      .tools { display: flex; margin-left: calc(-1 * var(--s3)); }
      .bell { position: relative; }
      .bell.warning::after, .bell.fault::after { content: ""; position: absolute; right: .35rem; top: .35rem; width: .55rem; height: .55rem; border-radius: 50%; background: var(--gr); }
      .bell.fault::after { background: var(--bad); border-radius: 1px; transform: rotate(45deg); }
      @media (max-width: 1359px) { :host { gap: var(--s4); } .learning > span { display: none; } .parts { gap: var(--s3); } }
      @media (max-width: 1179px) { .parts em, .parts span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } .parts { gap: var(--s2); } }
      @media (max-width: 899px) { .brand b { display: none; } }
      @media (max-width: 719px) {
        :host { padding: 0 var(--s3) 0 var(--s4); gap: var(--s3); }
        .learning, .theme { display: none; }
        .tools { margin-left: 0; }
        .pill { display: block; flex: none; }
      }
      @media (max-width: 459px) { .brand { display: none; } :host { gap: var(--s2); padding: 0 var(--s1) 0 var(--s3); } .parts { gap: var(--s1); } .pill { padding: 0 .5rem; } .tools { margin-left: calc(-1 * var(--s1)); } }
      @media (forced-colors: active) { .parts i, .bell::after { forced-color-adjust: none; background: Highlight; } .parts .bad i { background: CanvasText; } .pill { border: 1px solid ButtonBorder; } }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'server', 'engines', 'agent', 'health', 'alerts');
  }

  render() {
    const away = !store.playing || store.server !== 'here';
    const mode = store.engine?.mode ?? 'off';
    const modeName = MODES.find(([value]) => value === mode)[1];
    return html`<div class="brand">
        <svg class="logo" viewBox="0 0 28 28" aria-hidden="true"><path class="one" d="M4 14c2-8 4-8 6 0s4 8 6 0 4-8 6 0"></path><path class="two" d="M4 14c4-4 6-4 10 0s6 4 10 0"></path></svg>
        <b>Attune</b>
      </div>
      <attune-engine-menu></attune-engine-menu>
      <ul class="parts" aria-label="Parts">
        ${this.#parts().map(([look, name, state]) => html`<li class=${look} title="${name}: ${state}"><i></i><span>${name}</span><em>${state}</em></li>`)}
      </ul>
      <div class="learning">
        <span aria-hidden="true">Learning</span>
        <attune-segmented learn label="Learning" .items=${MODES} .value=${mode} ?disabled=${away} @pick=${({ detail }) => setMode(detail)}></attune-segmented>
      </div>
      <button type="button" class="pill" aria-haspopup="dialog" aria-label="Learning: ${modeName}" ?disabled=${away} @click=${() => this.#open('attune-mode-sheet')}>Learn: ${modeName}</button>
      <div class="tools">
        ${this.#bell()}
        <button type="button" class="iconbtn theme" aria-label="Dark or light" @click=${() => chooseTheme(isLight() ? 'dark' : 'light')}>${icon('sun')}</button>
        <button type="button" class="iconbtn" aria-label="Settings" aria-haspopup="dialog" @click=${() => this.#open('attune-settings-sheet')}>${icon('settings')}</button>
      </div>
      <attune-mode-sheet></attune-mode-sheet><attune-settings-sheet></attune-settings-sheet>`;
  }

  /** The way to what is wrong; its mark says that something is. */
  #bell() {
    const { unseenAlerts: alerts } = store;
    const level = ['fault', 'warning'].find(one => alerts.some(alert => alert.level === one)) ?? '';
    return html`<a class="iconbtn bell ${level}" href="#health" aria-label=${alerts.length ? count(alerts.length, 'alert') : 'Alerts: none'}>${icon('bell')}</a>`;
  }

  #open(sheet) {
    this.renderRoot.querySelector(sheet).open();
  }

  /** Look, name and state of each process. */
  #parts() {
    const lost = store.server !== 'here';
    const unknown = ['off', 'unknown'];
    const engine = store.playing ? ['ok', store.engine.latencyMs > 0 ? `${number(store.engine.latencyMs)}\u202fms` : 'here'] : ['bad', 'gone'];
    return [
      [...(lost ? unknown : engine), 'Engine'],
      [...(lost ? unknown : agentState()), 'Agent'],
      [...(lost ? serverAway() : ['ok', 'here']), 'Server'],
    ].map(([look, state, name]) => [look, name, state]);
  }
}

const SERVER_AWAY = { connecting: ['off', 'asked'], refused: ['bad', 'not open to this link'] };

const serverAway = () => SERVER_AWAY[store.server] ?? ['bad', 'lost'];

const AGENT_WORDS = { auditioning: 'trying' };

function agentState() {
  if (store.engine?.mode === 'off' || !store.playing) {
    return ['off', 'off'];
  }
  if (!store.agent) {
    return ['off', 'stopped'];
  }
  return ['ok', store.engine.frozen ? 'frozen' : (AGENT_WORDS[store.agent.state] ?? store.agent.state)];
}

customElements.define('attune-top-bar', TopBar);
