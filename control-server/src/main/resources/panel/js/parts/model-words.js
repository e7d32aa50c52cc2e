// What each trained model is for, in people's words, and what it is worth by what was measured. Figures hold for the very file that
// was measured, as its fingerprint says; where another one came, only what the agent says of it is told.

const WORDS = {
  'judge-trees': {
    name: 'The ear for voices',
    purpose: 'Says, in place of your ears, whether a setting that was tried makes a voice better. What it does not find better is not changed.',
    of: '90b3cda6',
    worth: 'On recordings that it had never heard, the order in which it puts settings agrees with the truth by 0.91 of 1; of 100 that it lets through, 1 or 2 are worse than no change. The simpler judge before it: 0.85, and 9 of 100.',
  },
  policy: {
    name: 'The quick guess for voices',
    purpose: 'Guesses a setting at once from what comes in, as somebody would who has heard many voices. The ear for voices still decides.',
    isOffAtFirst: true,
    of: '36c78226',
    worth: 'Beside the rules, which guess too, it added next to nothing (0.01 steps); so it is off until you switch it on.',
  },
  'music-judge': {
    name: 'The ear for noise in music',
    purpose: 'Says whether taking noise out of music is worth what it does to the music. Only in the Music program.',
    of: 'b0517ca5',
    worth: 'On 80 pieces that it had never heard, its order agrees with the truth by 0.80 of 1. Alone it would harm 2 of them; so the guess below must agree.',
  },
  'music-policy': {
    name: 'The guess for noise in music',
    purpose: 'Foresees from what comes in whether taking noise out of this music helps. Nothing is done unless the ear for noise in music agrees.',
    of: '13ef6a87',
    worth: 'Both together made 40 noisy pieces better by 0.17 steps, harmed none of 80, and left all 30 clean ones alone.',
  },
  'content-classifier': {
    name: 'Voice, music or noise',
    purpose: 'Tells what kind of sound plays. It decides which ear judges and which rules apply; you see its answer under “Heard now”.',
    of: 'eb5b4f89',
    worth: 'Names 119 of 132 recordings that it had never heard rightly: voices 49 of 54, music 31 of 36.',
  },
  'taste-prior': {
    name: 'What people differ in',
    purpose: 'Where the picture of your taste begins, before you have said anything. Your own answers take over.',
    of: 'eca00714',
    worth: 'After ten answers it guesses 83 of 100 pairs, without it 74. Tried on simulated listeners only; people are still to come.',
  },
};

/** {name, purpose, worth, isOffAtFirst} of a model. */
export function wordsOfModel({ id, label, use, fingerprint, score }) {
  const words = WORDS[id];
  return words
    ? { ...words, isOffAtFirst: Boolean(words.isOffAtFirst), worth: words.of === fingerprint ? words.worth : score }
    : { name: label, purpose: use, worth: score, isOffAtFirst: false };
}
