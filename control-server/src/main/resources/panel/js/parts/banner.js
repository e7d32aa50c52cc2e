import { LitElement, css, html, nothing } from 'lit';
import { dismissAlert } from '../core/actions.js';
import { THIN, sentence } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from './icon.js';
import { base, buttons } from './styles.js';

const RESTS_KEY = 'attune.rests';
const MOST_RESTS = 20;
const restName = ({ learner, sinceMs }) => `${learner}-${sinceMs}`;
const readRests = () => JSON.parse(localStorage.getItem(RESTS_KEY) ?? '[]');
const clock = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' });

/** What is away, what the sound does meanwhile, what to do. Nothing while all parts are here. */
class Banner extends LitElement {
  static properties = { view: {}, read: { state: true } };

  static styles = [
    base,
    buttons,
    css`
      :host { display: block; }
      .banner { display: flex; align-items: center; gap: var(--s3); padding: .6rem var(--s5); background: var(--gr-2); font-size: var(--t-m); min-height: 3.25rem; }
      .banner.bad { background: var(--bad-2); }
      .banner.calm { background: var(--bg-2); }
      .calm .ic { color: var(--after); }
      p { flex: 1; }
      @media (max-width: 719px) { .banner { padding: .65rem var(--s4); } }
    `,
  ];

  constructor() {
    super();
    /** Ids of engines whose notice was read; until the page is loaded again. */
    this.read = [];
    new Watch(this, 'server', 'agent', 'engines', 'heard', 'changes', 'alerts');
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => store.server === 'lost' && this.requestUpdate(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  render() {
    if (store.server === 'lost') {
      return this.#lost();
    }
    if (store.server !== 'here') {
      return nothing;
    }
    const fault = this.view === 'health' ? undefined : store.unseenAlerts.find(alert => isForBanner(alert));
    if (fault) {
      return this.#fault(fault);
    }
    if (!store.playing) {
      return nothing;
    }
    const learns = store.engine.mode !== 'off';
    if (learns && !store.agent) {
      return this.#say('', 'pause', 'Learning pauses: the agent is not there.', 'Your sound keeps its settings; nothing changes until it is back. The server starts it again by itself.');
    }
    if (store.engine.lacksRealTime && !this.read.includes(store.engine.id)) {
      return this.#lacksRealTime();
    }
    const rest = learns && store.agent.resting?.find(one => one.state === 'resting' && !readRests().includes(restName(one)));
    if (rest) {
      return this.#rests(rest);
    }
    const first = learns && this.view === 'live' && store.changesRead && store.changes.length === 0 && !store.heard && store.agent.auditions === 0;
    return first ? this.#first() : nothing;
  }

  #lost() {
    const since = Math.max(1, Math.round((Date.now() - store.lostAt) / 1000));
    const wait = Math.max(1, Math.ceil((store.retryAt - Date.now()) / 1000));
    return this.#say(
      'bad',
      'warn',
      `The control server went away ${since}${THIN}s ago.`,
      `Your sound goes on as it was; the figures stand still. Trying again in ${wait}${THIN}s. If it stays away, ./attune open starts it and opens a new link.`,
      html`<button type="button" class="btn small" @click=${() => store.connect()}>Try now</button>`,
    );
  }

  #fault({ id, sentence, remedy }) {
    return this.#say('bad', 'warn', sentence, remedy ? `What helps: ${remedy}.` : '', html`<button type="button" class="btn small" @click=${() => dismissAlert(id)}>Dismiss</button>`);
  }

  #lacksRealTime() {
    const read = () => {
      this.read = [...this.read, store.engine.id];
    };
    return this.#say(
      '',
      'warn',
      'The engine was refused the real-time priority that its host has.',
      'Sound may be late while this computer is busy. ./attune doctor says how to allow it; until then, Latency: Safe in the plugin helps.',
      html`<button type="button" class="btn small" @click=${read}>Got it</button>`,
    );
  }

  /** Once for each rest, on whatever page. */
  #rests(rest) {
    const read = () => {
      localStorage.setItem(RESTS_KEY, JSON.stringify([...readRests(), restName(rest)].slice(-MOST_RESTS)));
      this.requestUpdate();
    };
    return this.#say(
      '',
      'pause',
      `“${rest.label}” rests until ${clock.format(rest.untilMs)}.`,
      `${rest.why} Everything else goes on; then it may make one change, and is back once that is good.`,
      html`<button type="button" class="btn small" @click=${read}>Got it</button>`,
    );
  }

  #first() {
    return this.#say('calm', 'mic', 'Listening for the first time.', `${sentence(store.agent.detail)} You hear the preset until Attune knows this sound.`);
  }

  #say(look, sign, what, rest, button = nothing) {
    return html`<div class="banner ${look}" role="status">${icon(sign)}<p><b>${what}</b> ${rest}</p>${button}</div>`;
  }
}

/** Faults that nothing else on the page says. */
const isForBanner = ({ level, kind, engineId }) => level === 'fault' && kind !== 'agent_failing' && !(kind === 'engine_gone' && engineId === store.engineId);

customElements.define('attune-banner', Banner);
