//! Hosts that exit without letting go of their instances (liquidsoap): what those have counted is told all the same.

use std::sync::{Arc, Mutex, Once, PoisonError, TryLockError, Weak};

use super::link::Link;
use crate::guard::guard_or;

/// With the process that each belongs to: a fork has copies.
static LIVING: Mutex<Vec<(u32, Weak<Link>)>> = Mutex::new(Vec::new());
static REGISTERED: Once = Once::new();

/// From now on an exit of this process tells this instance's account, unless it was told before. Main thread.
pub fn watch(link: &Arc<Link>) {
    let mut living = LIVING.lock().unwrap_or_else(PoisonError::into_inner);
    living.retain(|(_, other)| other.strong_count() > 0);
    living.push((std::process::id(), Arc::downgrade(link)));
    REGISTERED.call_once(|| {
        // SAFETY: the function lives as long as the process: this library is never unmapped (-z nodelete).
        unsafe { libc::atexit(tell) };
    });
}

/// Called by `exit`, while audio threads may still play: it reads what they count, and waits for nobody.
extern "C" fn tell() {
    guard_or((), || {
        let living = match LIVING.try_lock() {
            Ok(living) => living,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        let own = living.iter().filter(|(process, _)| *process == std::process::id());
        own.filter_map(|(_, link)| link.upgrade())
            .for_each(|link| link.log_counters());
    });
}
