// What every component shares: reset, focus ring, headings, buttons, tags, cards.

import { css } from 'lit';

export const base = css`
  *, *::before, *::after { box-sizing: border-box; }
  h1, h2, h3, p, dl, dd, ul, ol, figure { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  button, input { font: inherit; color: inherit; letter-spacing: inherit; }
  button { background: none; border: 0; padding: 0; cursor: pointer; }
  button:disabled { cursor: default; opacity: .4; }
  a { color: inherit; }
  small { font-size: var(--t-s); }
  h1 { font-size: var(--t-2); font-weight: 600; letter-spacing: -.015em; line-height: 1.15; }
  h2 { font-size: var(--t-l); font-weight: 600; }
  h3 { font-size: var(--t-m); font-weight: 600; color: var(--tx-2); }
  :focus { outline: none; }
  :focus-visible, :host(:focus-visible) { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: var(--r1); }
  h1:focus-visible, h2:focus-visible, main:focus-visible { outline: none; }
  [hidden] { display: none !important; }

  .ic {
    width: var(--icon, 1.25rem); height: var(--icon, 1.25rem); flex: none;
    fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round;
  }
  .u { color: var(--tx-2); font-size: .78em; font-weight: 400; letter-spacing: 0; }
  .quiet { color: var(--tx-2); font-size: var(--t-m); }
  .row { display: flex; gap: var(--s2); align-items: center; flex-wrap: wrap; }
  .gone { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

export const buttons = css`
  .btn {
    display: inline-flex; align-items: center; justify-content: center; gap: var(--s2);
    min-height: var(--hit); padding: 0 var(--s4); border-radius: var(--r2);
    background: var(--bg-3); font-weight: 600; font-size: var(--t-m); white-space: nowrap;
    transition: filter var(--fast), background var(--fast);
  }
  .btn:hover:not(:disabled) { filter: brightness(var(--lift, 1.12)); }
  .btn .ic { --icon: 1.05rem; }
  .btn.primary { background: var(--after); color: var(--on-after); }
  .btn.small { min-height: 2rem; padding: 0 .8rem; }
  .btn.ghost { background: none; box-shadow: inset 0 0 0 1px var(--line-2); }
  .iconbtn {
    width: 2.25rem; height: 2.25rem; display: grid; place-items: center;
    border-radius: var(--r2); color: var(--tx-2); flex: none;
  }
  .iconbtn:hover { background: var(--bg-2); color: var(--tx-1); }
  @media (forced-colors: active) {
    .btn, .iconbtn { border: 1px solid ButtonBorder; }
    .btn.primary { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  }
`;

/** role=switch: a button with class toggle around an i. */
export const toggles = css`
  .toggle { width: 2.6rem; height: 1.5rem; border-radius: var(--round); background: var(--bg-3); box-shadow: inset 0 0 0 1px var(--line-2); position: relative; flex: none; transition: background var(--mid); }
  .toggle i { position: absolute; left: .25rem; top: .25rem; width: 1rem; height: 1rem; border-radius: 50%; background: var(--tx-2); transition: transform var(--mid) var(--ease); }
  .toggle[aria-checked="true"] { background: var(--after); }
  .toggle[aria-checked="true"] i { transform: translateX(1.1rem); background: var(--on-after); }
`;

export const tags = css`
  .tag {
    display: inline-block; padding: .05rem .5rem; border-radius: var(--round);
    background: var(--bg-3); color: var(--tx-2); font-size: var(--t-s); font-weight: 500; white-space: nowrap; line-height: 1.45;
  }
  .tag.live { background: var(--after-2); color: var(--after-ink); }
  .tag.learn { background: var(--learn-2); color: var(--learn-ink); }
  .tag.bad { background: var(--bad-2); color: var(--bad-ink); }
  .tag.mute { background: none; box-shadow: inset 0 0 0 1px var(--line-2); }
  @media (forced-colors: active) { .tag { border: 1px solid CanvasText; } }
`;

export const cards = css`
  .card {
    background: var(--bg-1); border-radius: var(--r3); padding: var(--s4) 1.25rem 1.25rem;
    box-shadow: var(--shade); min-width: 0;
  }
  .chead { display: flex; align-items: center; justify-content: space-between; gap: var(--s3); min-height: 2rem; margin-bottom: var(--s3); }
  .chead attune-tip { flex: none; }
  .facts { display: flex; gap: var(--s5); flex-wrap: wrap; }
  .facts dt { font-size: var(--t-s); color: var(--tx-2); }
  .facts dd { font-size: var(--t-xl); font-weight: 500; white-space: nowrap; }
  .facts.long { display: grid; gap: 0; }
  .facts.long div { display: flex; justify-content: space-between; gap: var(--s3); padding: .5rem 0; border-top: 1px solid var(--line); }
  .facts.long dt { font-size: var(--t-m); flex: none; }
  .facts.long dd { font-size: var(--t-m); text-align: right; white-space: normal; overflow-wrap: anywhere; }
  .key { display: inline-flex; align-items: center; gap: .45rem; font-size: var(--t-s); color: var(--tx-2); margin-right: var(--s4); white-space: nowrap; }
  .key i { width: 1.1rem; border-top: 2.5px solid var(--after); }
  .key.before i { border-top: 2px dashed var(--before); }
`;

/** Head and columns of the views that scroll. */
export const page = css`
  :host { display: block; }
  .page { padding: var(--s4) var(--s6) var(--s6); max-width: 104rem; margin: 0 auto; }
  .vhead { display: flex; align-items: flex-end; justify-content: space-between; gap: var(--s4); margin-bottom: var(--s4); flex-wrap: wrap; }
  .vhead p { color: var(--tx-2); margin-top: var(--s1); min-height: 1.45em; }
  .vtools { display: flex; gap: var(--s3); align-items: center; flex-wrap: wrap; }
  .two { display: grid; grid-template-columns: minmax(0, 1fr) var(--side); gap: var(--s5); align-items: start; }
  .side { position: sticky; top: var(--s4); }
  @media (max-width: 1179px) {
    .two { grid-template-columns: minmax(0, 1fr); }
    .side { position: static; }
  }
  @media (max-width: 719px) {
    .page { padding: var(--s4) var(--s4) var(--s5); }
    h1 { font-size: 1.5rem; }
    .vtools { width: 100%; }
  }
`;
