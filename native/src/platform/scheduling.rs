//! Scheduling of the calling thread, and of those of this process that are to give way.

use super::errno;

/// Slice that an audio thread at normal priority asks for: one that wakes with a short one goes before those that compute
/// with a long one (Linux 6.12 and later; earlier ones don't look at it). The least that the kernel takes.
const SLICE_NS: u64 = 100_000;

/// Policy (without flags) and priority of the calling thread; policy -1 where the kernel doesn't say.
pub fn current() -> (i32, i32) {
    // SAFETY: `param` is plain data that the call fills; 0 means the calling thread.
    unsafe {
        let policy = libc::sched_getscheduler(0);
        let mut param: libc::sched_param = std::mem::zeroed();
        if policy < 0 || libc::sched_getparam(0, &mut param) != 0 {
            return (-1, 0);
        }
        (policy & !libc::SCHED_RESET_ON_FORK, param.sched_priority)
    }
}

/// A number that the calling thread has alone while it lives. No system call.
pub fn thread() -> usize {
    // SAFETY: has no preconditions.
    unsafe { libc::pthread_self() as usize }
}

/// Whether `policy` is one under which audio threads of live hosts run.
pub fn is_real_time(policy: i32) -> bool {
    policy == libc::SCHED_FIFO || policy == libc::SCHED_RR
}

/// Sets policy and priority of the calling thread, at normal priority with a short slice; children start as normal threads.
/// Error: errno.
pub fn set(policy: i32, priority: i32) -> Result<(), i32> {
    let param = libc::sched_param {
        sched_priority: priority,
    };
    // SAFETY: 0 means the calling thread; `param` lives through the call.
    if unsafe { libc::sched_setscheduler(0, policy | libc::SCHED_RESET_ON_FORK, &param) } != 0 {
        return Err(errno());
    }
    if policy == libc::SCHED_OTHER {
        shorten_slice();
    }
    Ok(())
}

/// Best effort. The calling thread has normal priority and keeps its nice value.
fn shorten_slice() {
    // SAFETY: `attributes` is plain data of the size that it names; 0 means the calling thread.
    unsafe {
        let mut attributes: libc::sched_attr = std::mem::zeroed();
        attributes.size = std::mem::size_of::<libc::sched_attr>() as u32;
        attributes.sched_policy = libc::SCHED_OTHER as u32;
        attributes.sched_flags = libc::SCHED_FLAG_RESET_ON_FORK as u64;
        attributes.sched_nice = libc::getpriority(libc::PRIO_PROCESS, 0);
        attributes.sched_runtime = SLICE_NS;
        libc::syscall(libc::SYS_sched_setattr, 0, &attributes, 0);
    }
}

/// Sets the nice value of every thread of this process whose name begins with one of these. Returns how many there were.
pub fn renice(names: &[&str], nice: i32) -> i32 {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return 0;
    };
    let mut reniced = 0;
    for thread in threads.flatten() {
        let named = std::fs::read_to_string(thread.path().join("comm"))
            .is_ok_and(|comm| names.iter().any(|name| comm.starts_with(name)));
        let number = thread
            .file_name()
            .to_str()
            .and_then(|number| number.parse::<u32>().ok());
        if let Some(number) = number.filter(|_| named) {
            // SAFETY: takes numbers only; a thread that has ended meanwhile makes it fail.
            reniced += (unsafe { libc::setpriority(libc::PRIO_PROCESS, number, nice) } == 0) as i32;
        }
    }
    reniced
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    /// Of the calling thread.
    fn slice_ns() -> u64 {
        // SAFETY: the call fills `attributes`, whose size it is told.
        unsafe {
            let mut attributes: libc::sched_attr = std::mem::zeroed();
            let size = std::mem::size_of::<libc::sched_attr>() as u32;
            libc::syscall(libc::SYS_sched_getattr, 0, &mut attributes, size, 0);
            attributes.sched_runtime
        }
    }

    #[test]
    fn set_when_normal_priority_expect_a_short_slice_where_the_kernel_has_one() {
        let (before_ns, after_ns) = std::thread::spawn(|| {
            let before_ns = slice_ns();
            set(libc::SCHED_OTHER, 0).unwrap();
            assert_eq!(current().0, libc::SCHED_OTHER);
            (before_ns, slice_ns())
        })
        .join()
        .unwrap();
        assert_eq!(after_ns, if before_ns == 0 { 0 } else { SLICE_NS });
    }

    #[test]
    fn renice_when_a_name_begins_so_expect_that_thread_and_no_other() {
        // SAFETY: asks for the calling thread.
        let own_nice = || unsafe { libc::getpriority(libc::PRIO_PROCESS, 0) };
        let start = |name: &str| {
            let (go, wait) = mpsc::channel::<()>();
            let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
                let _ = wait.recv();
                own_nice()
            });
            (thread.unwrap(), go)
        };
        let threads = [start("yield me 7"), start("yield 7")];
        while renice(&["yield me"], 19) == 0 {
            std::thread::yield_now(); // a thread gives itself its name
        }
        let nice = threads.map(|(thread, go)| {
            drop(go);
            thread.join().unwrap()
        });
        assert_eq!(nice, [19, own_nice()]);
    }
}
