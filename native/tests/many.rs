//! Many instances in one host, one that comes and goes, and a Java that never says anything.

mod support;

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use attune::supervisor::runtime::RuntimeSource;
use attune::supervisor::Supervisor;
use serde_json::Value;
use support::{echo_runtime, library, live, noise, Folder, Rig};

fn host(folder: &Folder, options: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attune-host"));
    command.arg("--plugin").arg(library());
    command
        .args(["--realtime", "--wait-ready", "30", "--json"])
        .args(options);
    command
        .env("ATTUNE_RUNTIME", echo_runtime(folder, &[]))
        .env("ATTUNE_NO_SERVER", "1");
    command.env("XDG_STATE_HOME", &folder.0);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn instances_when_24_play_expect_three_engine_processes_and_a_report_of_each() {
    for way in [&["--instances", "24"][..], &["--instances", "24", "--parallel"]] {
        let folder = Folder::new();
        let report = host(&folder, &[way, &["--seconds", "0.5", "--blocks", "512"]].concat());
        assert_eq!(report["bridge_pids"].as_array().unwrap().len(), 3, "8 to a process");
        let instances = report["instances"].as_array().unwrap();
        assert_eq!(instances.len(), 24);
        assert!(instances
            .iter()
            .all(|one| one["blocks"].as_i64() > Some(40) && one["restarts"] == 0));
    }
}

#[test]
fn instance_when_it_comes_and_goes_at_other_rates_expect_the_others_engines_kept() {
    let folder = Folder::new();
    let report = host(
        &folder,
        &[
            "--instances",
            "5",
            "--churn",
            "0.1",
            "--seconds",
            "1.5",
            "--blocks",
            "512",
        ],
    );
    assert!(report["churned"].as_i64() > Some(1));
    assert_eq!(report["bridge_pids"].as_array().unwrap().len(), 1);
    let instances = report["instances"].as_array().unwrap();
    assert!(
        instances.iter().all(|one| one["restarts"] == 0 && one["epoch"] == 1),
        "{report}"
    );
}

/// What stands between two words of a line.
fn between<'a>(line: &'a str, before: &str, after: &str) -> &'a str {
    let from = line.find(before).unwrap_or_else(|| panic!("{before:?} in {line}")) + before.len();
    let length = line[from..]
        .find(after)
        .unwrap_or_else(|| panic!("{after:?} in {line}"));
    &line[from..from + length]
}

#[test]
fn instances_when_they_end_expect_longest_call_and_late_calls_of_each_in_the_log() {
    let folder = Folder::new();
    let report = host(
        &folder,
        &[
            "--instances",
            "2",
            "--seconds",
            "0.5",
            "--blocks",
            "list:64,480",
            "--rate",
            "48000",
        ],
    );
    let log = std::fs::read_to_string(folder.0.join("attune/bridge.log")).unwrap();
    let ends: Vec<&str> = log.lines().filter(|line| line.contains(" ends: ")).collect();
    assert_eq!(ends.len(), 2, "{log}");
    for line in ends {
        let longest: f64 = between(line, "longest live call ", " ms of").parse().unwrap();
        assert!(longest > 0.0, "{line}");
        // A call of a smaller block has the time of the largest: the host may have cut one block in two.
        assert!(["10.00", "1.33"].contains(&between(line, " ms of ", " ms,")), "{line}");
        let late: u64 = between(line, " ms, ", " of ").parse().unwrap();
        let calls: u64 = between(line, &format!(" ms, {late} of "), " calls late.")
            .parse()
            .unwrap();
        let blocks = report["instances"][0]["blocks"].as_u64().unwrap();
        assert!(late <= calls && calls >= blocks, "{line}; {report}");
    }
}

#[test]
fn activation_when_java_hangs_expect_it_back_at_once_and_aligned_dry_sound() {
    let folder = Folder::new();
    let hanging = serde_json::json!({"version": 1, "java": "/bin/sh", "arguments": ["-c", "exec sleep 300"]});
    let runtime = folder.file("runtime.json", &hanging.to_string());
    let supervisor = Arc::new(Supervisor::new(RuntimeSource::File(runtime)).unwrap());
    let before = Instant::now();
    let mut rig = Rig::with(supervisor, 48_000.0, 1, live());
    // It is far below a millisecond; what matters is that nothing waits for Java.
    assert!(before.elapsed() < Duration::from_secs(5));
    let input = vec![noise(3, 20_000, 0.5)];
    let output = rig.play(&input, &[256]);
    let latency = rig.core.latency_frames();
    assert_eq!(output[0][latency..], input[0][..20_000 - latency]);
}
