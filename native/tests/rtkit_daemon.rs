//! The real rtkit-daemon, with the real polkit, on a bus of their own. Alone in its process: it lowers a limit of the whole
//! process.

mod support;

use std::path::Path;
use std::process::{Command, Stdio};

use attune::platform::{rtkit, scheduling};
use support::bus::{has_bus, start_system_bus, Ended};
use support::{wait_for, Folder};

const RTKIT: &str = "/usr/libexec/rtkit-daemon";
const POLKIT: &str = "/usr/lib/polkit-1/polkitd";

/// What lacks here, if anything.
fn missing() -> Option<&'static str> {
    // SAFETY: a plain system call.
    let is_root = unsafe { libc::geteuid() } == 0;
    [
        (has_bus(), "dbus-daemon is not installed"),
        (
            Path::new(RTKIT).exists(),
            "rtkit is not installed (apt-get install rtkit)",
        ),
        (
            Path::new(POLKIT).exists(),
            "polkit is not installed (apt-get install polkitd)",
        ),
        (is_root, "only root may run rtkit-daemon"),
        (may_be_real_time(), "this machine gives root no real-time priority"),
    ]
    .into_iter()
    .find_map(|(there, why)| (!there).then_some(why))
}

fn may_be_real_time() -> bool {
    std::thread::spawn(|| scheduling::set(libc::SCHED_RR, 1).is_ok())
        .join()
        .unwrap()
}

fn owns_name(name: &str) -> bool {
    let call = format!("org.freedesktop.DBus.NameHasOwner string:{name}");
    Command::new("dbus-send")
        .args(["--system", "--print-reply", "--dest=org.freedesktop.DBus", "/"])
        .args(call.split(' '))
        .output()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("true"))
}

#[test]
fn real_time_when_the_real_daemon_is_asked_expect_the_threads_priority_given() {
    if let Some(why) = missing() {
        eprintln!("skipped: {why}");
        return;
    }
    let folder = Folder::new();
    let _bus = start_system_bus(&folder);
    let _polkit = Ended::start(Command::new(POLKIT).stdout(Stdio::null()).stderr(Stdio::null()));
    wait_for("polkit", || owns_name("org.freedesktop.PolicyKit1"));
    let mut kit = Command::new(RTKIT);
    kit.args([
        "--no-drop-privileges",
        "--no-chroot",
        "--no-limit-resources",
        "--no-canary",
    ]);
    let _kit = Ended::start(&mut kit);
    wait_for("rtkit", || owns_name("org.freedesktop.RealtimeKit1"));

    for (asked, given) in [(59, 20), (7, 7)] {
        let thread = std::thread::spawn(move || {
            let before = scheduling::current();
            // SAFETY: a plain system call.
            let id = unsafe { libc::gettid() } as i64;
            (before, rtkit::make_real_time(id, asked), scheduling::current())
        });
        let (before, answer, after) = thread.join().unwrap();
        assert_eq!(before.0, libc::SCHED_OTHER);
        assert_eq!(answer, Ok(given), "asked for {asked}");
        assert!(scheduling::is_real_time(after.0), "policy {}", after.0);
        assert_eq!(after.1, given);
    }
}
