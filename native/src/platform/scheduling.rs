//! Scheduling of the calling thread.

use super::errno;

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

/// Whether `policy` is one under which audio threads of live hosts run.
pub fn is_real_time(policy: i32) -> bool {
    policy == libc::SCHED_FIFO || policy == libc::SCHED_RR
}

/// Sets policy and priority of the calling thread; children start as normal threads. Error: errno.
pub fn set(policy: i32, priority: i32) -> Result<(), i32> {
    let param = libc::sched_param {
        sched_priority: priority,
    };
    // SAFETY: 0 means the calling thread; `param` lives through the call.
    if unsafe { libc::sched_setscheduler(0, policy | libc::SCHED_RESET_ON_FORK, &param) } != 0 {
        return Err(errno());
    }
    Ok(())
}
