import { LitElement, css, html, nothing } from 'lit';
import { measuredOf, promiseOf } from '../core/changes.js';
import { number } from '../core/format.js';
import { base, cards } from './styles.js';
import './tip.js';

const LEAST_RANGE = 0.24;
/** So that neither mark reaches the words at the ends. */
const MARGIN = 1.6;

/** Worse to better: promised as a line, measured as a dot, the judge's own noise as a grey band. */
class JudgeBar extends LitElement {
  static properties = { change: { attribute: false }, levelOnly: { type: Boolean } };

  static styles = [
    base,
    cards,
    css`
      :host { display: grid; gap: var(--s3); }
      h3 { display: flex; align-items: center; gap: var(--s2); color: var(--tx-1); }
      .scale { position: relative; height: 1.5rem; border-radius: var(--r1); background: var(--bg-2); overflow: hidden; }
      .scale i { position: absolute; top: 0; bottom: 0; }
      .noise { background: var(--bg-3); }
      .zero { left: 50%; width: 1px; background: var(--line-2); }
      .promised { width: 2px; margin-left: -1px; background: var(--tx-1); }
      .scale .measured { width: .75rem; height: .75rem; top: .375rem; margin-left: -.375rem; border-radius: 50%; background: var(--after); }
      .scale .measured.poor, dt.poor::before { background: var(--bad); border-radius: 1px; }
      .scale .measured.poor { transform: rotate(45deg); }
      .scale span { position: absolute; line-height: 1.5rem; font-size: var(--t-xs); color: var(--tx-2); }
      .worse { left: .6rem; }
      .better { right: .6rem; }
      dt.p, dt.m { display: flex; align-items: center; gap: .4rem; }
      dt.p::before { content: ""; width: 2px; height: .75rem; background: var(--tx-1); }
      dt.m::before { content: ""; width: .55rem; height: .55rem; border-radius: 50%; background: var(--after); }
      @media (forced-colors: active) { .scale { border: 1px solid CanvasText; } .scale i { forced-color-adjust: none; background: CanvasText; } .scale .noise { background: GrayText; } }
    `,
  ];

  render() {
    const { evidence } = this.change;
    const { noise, judge } = evidence;
    const measured = this.change.measured ?? null;
    const looks = measured === null ? '' : measured < -noise ? 'm poor' : 'm';
    const tip = this.levelOnly
      ? `Only the level moved, by its distance to your Target. This is the score at equal loudness (judge ${judge}, docs/judge.md), which must not fall by more than the grey band, the judge’s own noise.`
      : `Score of the whole sound in steps of the judge (${judge}, docs/judge.md), on your own last seconds. Inside the grey band, which is the judge’s own noise, nothing counts: where no gain is promised a rule asks for the move, and it only must not harm.`;
    return html`<h3>${this.levelOnly ? 'Did the sound stay as good?' : 'Did it help?'}
        <attune-tip text=${tip}></attune-tip>
      </h3>
      <div class="scale" aria-hidden="true">
        <i class="noise"></i><i class="zero"></i><span class="worse">worse</span><span class="better">better</span><i class="promised"></i>
        ${measured === null ? nothing : html`<i class="measured ${looks}"></i>`}
      </div>
      <dl class="facts">
        <div><dt class="p">Promised</dt><dd>${promiseOf(evidence)}</dd></div>
        <div><dt class=${looks}>Measured</dt><dd>${measuredOf(this.change)}</dd></div>
        <div><dt>Judge’s noise</dt><dd>±${number(noise, 2)} steps</dd></div>
      </dl>`;
  }

  updated() {
    const { promised, noise } = this.change.evidence;
    const measured = this.change.measured ?? 0;
    const range = Math.max(LEAST_RANGE, Math.abs(promised) * MARGIN, Math.abs(measured) * MARGIN, noise * 2);
    const percent = value => `${50 + (value / range) * 50}%`;
    const place = (name, property, value) => this.renderRoot.querySelector(`.scale .${name}`)?.style.setProperty(property, value);
    place('noise', 'left', percent(-noise));
    place('noise', 'right', percent(-noise));
    place('promised', 'left', percent(promised));
    place('measured', 'left', percent(measured));
  }
}

customElements.define('attune-judge-bar', JudgeBar);
