import { html } from 'lit';

const PATHS = {
  live: 'M3 12h2l2-6 3 13 3-15 3 11 2-5 1 2h2',
  why: 'M5 5v14M5 7h9M5 12h14M5 17h6',
  taste: 'M4 5h7v14H4zM13 5h7v14h-7zM7.5 10v4M16.5 8v8',
  sound: 'M6 4v7M6 15v5M4 13h4M12 4v3M12 11v9M10 9h4M18 4v9M18 17v3M16 15h4',
  presets: 'M5 4h14v16l-7-4-7 4z',
  memory: 'M4 12a8 8 0 108-8 8 8 0 00-6.5 3.3M4 4v4h4M12 8v4.5l3 2',
  privacy: 'M12 3l7 3v6c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6zM9 12l2 2 4-4',
  speaker: 'M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM15.5 9a4 4 0 010 6M18 6.5a8 8 0 010 11',
  undo: 'M9 7L4 12l5 5M4 12h10a6 6 0 010 12',
  up: 'M7 11v9H3v-9zM7 11l4-8c2 0 3 1 3 3l-1 4h6c1.3 0 2 1 1.7 2.3l-1.5 6C19 19.5 18 20 17 20H7',
  down: 'M17 13V4h4v9zM17 13l-4 8c-2 0-3-1-3-3l1-4H5c-1.3 0-2-1-1.7-2.3l1.5-6C5 4.5 6 4 7 4h10',
  freeze: 'M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9M9.5 4.5L12 7l2.5-2.5M9.5 19.5L12 17l2.5 2.5',
  bypass: 'M12 4v8M7 7a7 7 0 1010 0',
  delta: 'M12 5l8 14H4z',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3',
  unlock: 'M6 11h12v9H6zM8.5 11V7a3.5 3.5 0 016.8-1.2',
  sun: 'M12 8a4 4 0 100 8 4 4 0 000-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M19 5l-1.4 1.4M6.4 17.6L5 19',
  keys: 'M3 6h18v12H3zM7 10v.01M11 10v.01M15 10v.01M8 14h8M18.5 10v.01',
  search: 'M11 4a7 7 0 100 14 7 7 0 000-14M16.5 16.5L21 21',
  play: 'M7 4l13 8-13 8z',
  check: 'M5 12l5 5L20 7',
  cross: 'M6 6l12 12M18 6L6 18',
  warn: 'M12 4l9 16H3zM12 10v4M12 17v.01',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 01-12 0zM12 17v4',
  mic: 'M9 5a3 3 0 016 0v6a3 3 0 01-6 0zM5 11a7 7 0 0014 0M12 18v3',
  pen: 'M4 20l1-4L16 5l3 3L8 19z',
  pause: 'M8 5v14M16 5v14',
  health: 'M3 12h4l2-5 4 10 2-5h6',
  bell: 'M6 16v-5a6 6 0 0112 0v5l2 2H4zM10 21h4',
  back: 'M9 7L4 12l5 5M4 12h16',
  chevron: 'M7 10l5 5 5-5',
};

/** A line icon; its size is --icon. */
export const icon = name => html`<svg class="ic" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]}></path></svg>`;
