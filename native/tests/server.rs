//! The control server as the supervisor starts it: once per user, only for live sound, out of the host's reach.

mod support;

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use attune::core::mode::HostMode;
use attune::supervisor::runtime::RuntimeSource;
use attune::supervisor::Supervisor;
use support::*;

/// The environment belongs to the process: one test at a time.
static ENVIRONMENT: Mutex<()> = Mutex::new(());

/// What a java of this test does when it is asked for the server: says what it got, announces itself, stays.
const SERVER: &str = r#"
tr '\0' '\n' </proc/self/environ >"$XDG_RUNTIME_DIR/environment"
echo "$* session $(cut -d' ' -f6 /proc/$$/stat) pid $$ parent $PPID" >>"$XDG_RUNTIME_DIR/starts"
ls -l /proc/$$/fd >"$XDG_RUNTIME_DIR/descriptors"
echo "said by the server"
mkdir -p "$XDG_RUNTIME_DIR/attune"
ticks=$(sed 's/.*) //' /proc/$$/stat | cut -d' ' -f20)
printf '{"pid": %d, "startTicks": %d}' $$ "$ticks" >"$XDG_RUNTIME_DIR/attune/server.json"
exec sleep 600
"#;

/// A user with a runtime folder, a fake java and the real echo engine behind it.
struct User {
    folder: Folder,
    _turn: MutexGuard<'static, ()>,
}

impl User {
    fn new(server_script: &str) -> User {
        let turn = ENVIRONMENT.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = Folder::new();
        let java = folder.file(
            "java",
            &format!(
                "#!/bin/sh\ncase \"$*\" in *--socket-fd*) exec {} \"$@\" ;; esac\n{server_script}",
                env!("CARGO_BIN_EXE_attune-echo")
            ),
        );
        std::fs::set_permissions(&java, std::fs::Permissions::from_mode(0o700)).unwrap();
        let runtime = serde_json::json!({
            "version": 1, "java": java, "arguments": [], "server": {"arguments": ["-cp", "x.jar", "ServerMain"]}
        });
        folder.file("runtime.json", &runtime.to_string());
        std::env::set_var("XDG_RUNTIME_DIR", &folder.0);
        std::env::set_var("XDG_STATE_HOME", folder.0.join("state"));
        std::env::set_var("LD_LIBRARY_PATH", "/host/private");
        std::env::remove_var("ATTUNE_NO_SERVER");
        User { folder, _turn: turn }
    }

    fn supervisor(&self) -> std::sync::Arc<Supervisor> {
        let source = RuntimeSource::File(self.folder.0.join("runtime.json"));
        std::sync::Arc::new(Supervisor::new(source).unwrap())
    }

    fn rig(&self, mode: HostMode) -> Rig {
        Rig::with(self.supervisor(), 48_000.0, 1, mode)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.0.join(name)).unwrap_or_default()
    }

    /// Numbers of the servers that were started, in order.
    fn servers(&self) -> Vec<i32> {
        let starts = self.read("starts");
        let pid_of = |line: &str| line.split("pid ").nth(1)?.split(' ').next()?.parse().ok();
        starts.lines().filter_map(pid_of).collect()
    }

    fn announced(&self) -> PathBuf {
        self.folder.0.join("attune/server.json")
    }
}

impl Drop for User {
    fn drop(&mut self) {
        for pid in self.servers() {
            if command_line(pid).contains("sleep") {
                kill(pid);
            }
        }
        std::env::remove_var("LD_LIBRARY_PATH");
    }
}

fn command_line(pid: i32) -> String {
    std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default()
}

fn kill(pid: i32) {
    // SAFETY: a process that this test started.
    unsafe { libc::kill(pid, libc::SIGKILL) };
}

/// Plays in real time until something is true.
fn play_until(rig: &mut Rig, what: &str, mut is_true: impl FnMut() -> bool) {
    wait_for(what, || {
        rig.play(&[vec![0.1; 64]], &[64]);
        is_true()
    });
}

/// Plays in real time for this long.
fn play_for(rig: &mut Rig, time: Duration) {
    let end = Instant::now() + time;
    wait_for("the end of the time", || {
        rig.play(&[vec![0.1; 64]], &[64]);
        Instant::now() >= end
    });
}

#[test]
fn server_when_live_sound_plays_expect_one_started_out_of_the_hosts_reach() {
    let user = User::new(SERVER);
    let mut rig = user.rig(live());
    play_until(&mut rig, "the server", || user.announced().exists());
    let pid = user.servers()[0];

    let start = user.read("starts");
    assert!(start.starts_with("-cp x.jar ServerMain "), "{start}");
    assert!(start.contains(&format!("session {pid} pid {pid}")), "{start}");
    assert!(!start.contains(&format!("parent {}", std::process::id())), "{start}");
    let environment = user.read("environment");
    assert!(environment.contains("XDG_RUNTIME_DIR="), "{environment}");
    assert!(!environment.contains("LD_LIBRARY_PATH"), "{environment}");
    let descriptors = user.read("descriptors");
    assert!(
        !descriptors.contains("socket:") && !descriptors.contains("memfd"),
        "{descriptors}"
    );
    wait_for("the server's word in its log", || {
        user.read("state/attune/server.log").contains("said by the server")
    });

    // A second host finds it, and it survives both.
    let mut second = user.rig(live());
    play_for(&mut second, Duration::from_millis(2500));
    drop(rig);
    drop(second);
    assert_eq!(user.servers(), [pid]);
    assert!(is_alive(pid));
}

#[test]
fn server_when_killed_in_play_expect_it_back_within_seconds() {
    let user = User::new(SERVER);
    let mut rig = user.rig(live());
    for starts in 1..=3 {
        play_until(&mut rig, "a server", || {
            user.servers().len() == starts
                && user
                    .read("attune/server.json")
                    .contains(&user.servers()[starts - 1].to_string())
        });
        kill(user.servers()[starts - 1]);
    }
}

#[test]
fn server_when_started_by_somebody_else_and_killed_expect_it_back() {
    let user = User::new(SERVER);
    let mut other = std::process::Command::new("sleep").arg("600").spawn().unwrap();
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", other.id())).unwrap();
    let ticks = stat[stat.rfind(')').unwrap() + 2..].split(' ').nth(19).unwrap();
    std::fs::create_dir(user.folder.0.join("attune")).unwrap();
    std::fs::write(
        user.announced(),
        format!("{{\"pid\": {}, \"startTicks\": {ticks}}}", other.id()),
    )
    .unwrap();
    let mut rig = user.rig(live());
    play_for(&mut rig, Duration::from_millis(500));
    assert!(user.servers().is_empty());

    other.kill().unwrap();
    play_until(&mut rig, "a server of our own", || !user.servers().is_empty());
    other.wait().unwrap();
}

#[test]
fn server_when_sound_is_offline_switched_off_or_not_there_expect_none() {
    let user = User::new(SERVER);
    let mut bounce = user.rig(offline());
    bounce.wait_ready();
    play_for(&mut bounce, Duration::from_millis(500));
    let scanned = user.rig(live());
    scanned.wait_ready();
    std::env::set_var("ATTUNE_NO_SERVER", "1");
    let mut off = user.rig(live());
    play_for(&mut off, Duration::from_millis(500));
    assert!(user.servers().is_empty());
}

#[test]
fn server_when_it_takes_long_to_start_expect_no_other_started_meanwhile() {
    let user = User::new(SERVER);
    let folder = user.folder.0.join("attune");
    std::fs::create_dir(&folder).unwrap();
    // As a server of somebody else that has taken its lock and is not ready yet.
    let locks = "import fcntl, sys\nfile = open(sys.argv[1], 'w')\nfcntl.lockf(file, fcntl.LOCK_EX)\nprint('locked', flush=True)\nsys.stdin.read()";
    let starting = std::process::Command::new("python3")
        .args(["-c", locks])
        .arg(folder.join("server.lock"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn();
    let Ok(mut starting) = starting else {
        println!("skipped: python3 is not installed");
        return;
    };
    let mut said = [0; 6];
    starting.stdout.as_mut().unwrap().read_exact(&mut said).unwrap();
    let mut rig = user.rig(live());
    // More than one look.
    play_for(&mut rig, Duration::from_millis(4_500));
    assert!(user.servers().is_empty());

    starting.kill().unwrap();
    starting.wait().unwrap();
    play_until(&mut rig, "a server, once the lock is free", || {
        !user.servers().is_empty()
    });
}

#[test]
fn server_when_it_cannot_start_expect_five_tries_and_sound() {
    let user = User::new(
        r#"echo "pid $$ " >>"$XDG_RUNTIME_DIR/starts"
        mkdir -p "$XDG_RUNTIME_DIR/attune"
        echo "the database is newer than this version." >"$XDG_RUNTIME_DIR/attune/server.error"
        exit 3"#,
    );
    let mut rig = user.rig(live());
    play_until(&mut rig, "the fifth try", || user.servers().len() == 5);
    play_for(&mut rig, Duration::from_secs(3));
    assert_eq!(user.servers().len(), 5);
    assert!(rig.link().segment().is_some_and(|segment| segment.is_ready()));
}
