// Starts the panel: token, theme, shell, connection.

import { takeTokenFromAddress } from './core/session.js';
import { store } from './core/store.js';
import { readPalette } from './core/theme.js';
import './shell/app.js';

readPalette();
try {
  await takeTokenFromAddress();
  await store.start();
} catch (error) {
  store.refuse(error.message);
}
