//! What people are told on stderr: one sentence, once. Never from an audio thread of a live host.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

static SAID: Mutex<Option<HashSet<String>>> = Mutex::new(None);

/// Writes "attune: SENTENCE." to stderr, unless this process has written it before.
pub fn say(sentence: &str) {
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    if said.get_or_insert_with(HashSet::new).insert(sentence.to_owned()) {
        // A closed stderr is the host's choice.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("attune: {sentence}.\n").as_bytes());
    }
}
