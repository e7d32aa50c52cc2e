// Presets in and out as files: settings and what was measured of them, never sound.

import { api } from './api.js';
import { download } from './download.js';

/** As much as the server takes. */
const LARGEST_BYTES = 256 * 1024;

/**
 * Takes a file in.
 * @param {File} file
 * @param {?string} label to keep it under; null: its own
 * @returns the preset
 */
export async function takeIn(file, label = null) {
  if (file.size > LARGEST_BYTES) {
    throw new Error(`“${file.name}” has ${Math.ceil(file.size / 1024)}\u202fKiB; a preset file has at most ${LARGEST_BYTES / 1024}.`);
  }
  return api.importPreset(file.name.replace(/\.json$/i, ''), label, await bytesOf(file));
}

async function bytesOf(file) {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new Error(`“${file.name}” can’t be read: it is a folder, or it is gone.`);
  }
}

/** A free name like the one that the file has. */
export async function nameLike(file, presets) {
  const { label } = JSON.parse(await file.text());
  const taken = new Set(presets.map(preset => preset.label.toLowerCase()));
  let number = 2;
  while (taken.has(`${label} ${number}`.toLowerCase())) {
    number++;
  }
  return `${label} ${number}`;
}

/** Hands one out; returns the file's name. */
export async function handOut({ id }) {
  const name = `${id}.json`;
  download(new Blob([await api.presetFile(id)], { type: 'application/json' }), name);
  return name;
}
