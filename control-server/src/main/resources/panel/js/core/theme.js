// Dark, light or as the system; and the tokens as plain colours for canvases.

import { markAllDirty } from './loop.js';

const KEY = 'attune.theme';
const NAMES = [
  'bg-0', 'bg-1', 'bg-2', 'bg-3', 'plot', 'line', 'line-2', 'tx-1', 'tx-2', 'tx-3',
  'after', 'before', 'target', 'gr', 'learn', 'ok', 'bad',
];
const systemLight = matchMedia('(prefers-color-scheme: light)');
const forced = matchMedia('(forced-colors: active)');

/** Colours by token name, as rgb(); and the root size in pixels. Read once per theme and size. */
export const palette = { rem: 16, sans: 'sans-serif', light: false };

/** "dark", "light" or "system". */
export const chosenTheme = () => localStorage.getItem(KEY) ?? 'system';

export const isLight = () => (chosenTheme() === 'system' ? systemLight.matches : chosenTheme() === 'light');

export function chooseTheme(theme) {
  if (theme === 'system') {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(KEY, theme);
    document.documentElement.dataset.theme = theme;
  }
  readPalette();
}

/** The colour with another opacity. */
export function alpha(colour, opacity) {
  const [red, green, blue] = colour.match(/[\d.]+/g);
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`;
}

export function readPalette() {
  const probe = document.createElement('i');
  probe.hidden = true;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  for (const name of NAMES) {
    probe.style.setProperty('color', `var(--${name})`);
    palette[name] = style.color;
  }
  if (forced.matches) {
    forceColours(probe, style);
  }
  palette.sans = style.fontFamily;
  palette.rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  palette.light = isLight();
  probe.remove();
  markAllDirty();
}

/** Forced colours: curves in CanvasText and Highlight, shapes carry the meaning. */
function forceColours(probe, style) {
  const system = name => {
    probe.style.setProperty('color', name);
    return style.color;
  };
  const [text, back, highlight] = ['CanvasText', 'Canvas', 'Highlight'].map(system);
  for (const name of NAMES) {
    palette[name] = name.startsWith('bg') || name === 'plot' ? back : text;
  }
  palette.after = highlight;
  palette.gr = highlight;
}

for (const query of [systemLight, forced, matchMedia('(prefers-contrast: more)')]) {
  query.addEventListener('change', readPalette);
}
addEventListener('resize', readPalette);
