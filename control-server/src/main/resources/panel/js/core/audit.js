// What the audit log says, in words. AuditEntry.EVENTS and WHO name the same.

export const EVENT_WORDS = {
  proposed: 'Proposed a change',
  applied: 'Changed the sound',
  accepted: 'Accepted a proposal',
  rejected: 'Refused a proposal',
  measured: 'Measured what a change did',
  undone: 'Took a change back',
  lessened: 'Took half of a change back',
  'rolled-back': 'Took its own change back',
  recalled: 'Recalled settings',
  voted: 'Gave an opinion',
  reset: 'Reset learning',
  consent: 'Said what may be kept',
  'preset-saved': 'Saved a preset',
  'preset-changed': 'Changed a preset',
  'preset-deleted': 'Deleted a preset',
  'pattern-switched': 'Switched a pattern',
  'pattern-deleted': 'Deleted a pattern',
  read: 'Read',
  exported: 'Took everything out',
  'backed-up': 'Made a backup',
  restored: 'Brought a backup back',
  erased: 'Erased everything',
};

export const WHO_WORDS = { agent: 'the learner', you: 'you', host: 'the host', autoload: 'a rule', attune: 'Attune' };
/** Who did it in entries of earlier versions, which stay as they were written. */
const WHO_BEFORE = { panel: 'you, in the panel', cli: 'you, by a command' };

const DETAIL_WORDS = { change: 'change', of: 'of change', purpose: '', on: '', preset: '', pattern: '', what: '', times: 'times', backup: '', vote: '', from: '', impact: '', reason: '' };
const VOTES = { up: 'thumb up', down: 'thumb down', less: 'less of that' };
const MOST_MOVES = 3;

export const whoWord = who => WHO_WORDS[who] ?? WHO_BEFORE[who] ?? who;

/** What an entry's detail says, in one line. */
export function detailOf(detail) {
  const said = { ...detail };
  if (said.on !== undefined) {
    said.on = said.on === 'true' ? 'on' : 'off';
  }
  if (said.vote !== undefined) {
    said.vote = VOTES[said.vote] ?? `${said.vote} of 5 stars`;
  }
  return [...Object.keys(DETAIL_WORDS)
    .filter(key => said[key] !== undefined)
    .map(key => (key === 'times' ? `${said[key]}×` : `${DETAIL_WORDS[key]} ${said[key]}`.trim())), ...movesOf(said)]
    .join(', ');
}

/** "eq1_gain 0.0 → -3.0", and how many more. */
function movesOf({ before, after }) {
  if (!before || !after) {
    return [];
  }
  const to = after.split(', ').map(move => move.split(' ')[1]);
  const moves = before.split(', ').map((move, i) => `${move} → ${to[i]}`);
  return moves.length <= MOST_MOVES ? moves : [...moves.slice(0, MOST_MOVES), `and ${moves.length - MOST_MOVES} more`];
}
