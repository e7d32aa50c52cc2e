//! The plugin binary in a real host process: `attune-host` loads it through LV2's C interface.

mod support;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use attune::build::{self, Build};
use attune::generated::layout::STATE_READY;
use attune::generated::params::MACRO_AMOUNT;
use attune::sound::Override;
use attune::state::{decode, encode, State};
use serde_json::Value;
use support::{echo_runtime, is_alive, library, wait_for, Folder};

fn host(folder: &Folder, runtime: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attune-host"));
    in_home(&mut command, folder, runtime).args(arguments);
    command
}

/// The plugin in a program that is a copy of `attune-host`, whatever its name.
fn in_home<'a>(command: &'a mut Command, folder: &Folder, runtime: &Path) -> &'a mut Command {
    command
        .arg("--plugin")
        .arg(library())
        .env("ATTUNE_RUNTIME", runtime)
        .env("XDG_STATE_HOME", &folder.0)
        .env_remove("ATTUNE_OFFLINE")
        .stdin(Stdio::null())
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn samples(path: &Path) -> Vec<f32> {
    hound::WavReader::open(path)
        .unwrap()
        .samples::<f32>()
        .map(Result::unwrap)
        .collect()
}

/// A file with seeded noise, stereo.
fn input(folder: &Folder) -> std::path::PathBuf {
    let path = folder.0.join("in.wav");
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: 48_000,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut writer = hound::WavWriter::create(&path, spec).unwrap();
    support::noise(9, 96_000, 0.5)
        .into_iter()
        .for_each(|sample| writer.write_sample(sample).unwrap());
    writer.finalize().unwrap();
    path
}

#[test]
fn host_when_rendering_in_random_blocks_expect_the_compensated_output_to_be_the_input() {
    let folder = Folder::new();
    let runtime = echo_runtime(&folder, &[]);
    let (input, output) = (input(&folder), folder.0.join("out.wav"));
    let (from, to) = (input.to_str().unwrap(), output.to_str().unwrap());
    let arguments = [
        "--freewheel",
        "--compensate",
        "--blocks",
        "random:5:0-3000",
        "--in",
        from,
        "--out",
        to,
        "--json",
    ];
    let result = host(&folder, &runtime, &arguments).output().unwrap();
    assert!(result.status.success(), "{}", stderr(&result));
    assert_eq!(samples(&output), samples(&input));
    let report: Value = serde_json::from_slice(&result.stdout).unwrap();
    assert_eq!(
        (report["dry_blocks"].as_i64(), report["latency_frames"].as_i64()),
        (Some(0), Some(1_280))
    );
}

#[test]
fn host_when_runtime_is_missing_or_garbage_expect_one_sentence_and_dry_sound() {
    let folder = Folder::new();
    let (input, output) = (input(&folder), folder.0.join("out.wav"));
    let (from, to) = (input.to_str().unwrap(), output.to_str().unwrap());
    let garbage = folder.file("garbage.json", "{ \"version\": ");
    let no_java = folder.file("java.json", r#"{"version":1,"java":"/nowhere/java","arguments":[]}"#);
    let text = folder.file("text", "no program");
    let runtime = serde_json::json!({"version": 1, "java": text, "arguments": []});
    let no_program = folder.file("program.json", &runtime.to_string());
    let pipe = folder.0.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for (runtime, expected) in [
        (folder.0.join("missing.json"), "can't be read"),
        (garbage, "is not JSON"),
        (no_java, "which doesn't exist"),
        (no_program, "which can't be executed"),
        (pipe, "it is no plain file"),
        (PathBuf::from("/dev/zero"), "it is no plain file"),
    ] {
        let result = host(
            &folder,
            &runtime,
            &["--compensate", "--realtime", "--in", from, "--out", to],
        )
        .output()
        .unwrap();
        let said = stderr(&result);
        assert!(result.status.success(), "{said}");
        assert_eq!(said.matches(expected).count(), 1, "{said}");
        assert_eq!(said.matches("./attune install").count(), 1, "{said}");
        assert_eq!(samples(&output), samples(&input), "{expected}");
        // Where the host renders offline, it is told at once.
        let mut offline = host(&folder, &runtime, &["--in", from, "--out", to]);
        let result = offline.env("ATTUNE_OFFLINE", "1").output().unwrap();
        assert_eq!(result.status.code(), Some(1), "{}", stderr(&result));
    }
}

#[test]
fn host_when_runtime_is_missing_and_it_needs_an_instance_expect_sentences_and_silence() {
    let folder = Folder::new();
    let (input, output) = (input(&folder), folder.0.join("out.wav"));
    let lv2apply = folder.0.join("lv2apply");
    std::fs::copy(env!("CARGO_BIN_EXE_attune-host"), &lv2apply).unwrap();
    let result = in_home(&mut Command::new(lv2apply), &folder, &folder.0.join("missing.json"))
        .args(["--in", input.to_str().unwrap(), "--out", output.to_str().unwrap()])
        .output()
        .unwrap();
    let said = stderr(&result);
    assert_eq!(result.status.code(), Some(1), "{said}");
    for expected in [
        "this offline render can't be processed",
        "this offline render is silent",
    ] {
        assert_eq!(said.matches(expected).count(), 1, "{said}");
    }
    let output = samples(&output);
    assert_eq!(output.len(), samples(&input).len());
    assert!(output.iter().all(|sample| *sample == 0.0));
}

#[test]
fn host_when_sample_rate_is_too_high_expect_one_sentence_with_what_is_allowed() {
    let folder = Folder::new();
    let arguments = ["--rate", "200000", "--seconds", "0.1"];
    let result = host(&folder, &folder.0.join("missing.json"), &arguments)
        .output()
        .unwrap();
    assert!(!result.status.success());
    let sentence = "a sample rate of 200000 Hz is not possible, allowed are 8000 to 192000 Hz.";
    assert_eq!(stderr(&result).matches(sentence).count(), 1, "{}", stderr(&result));
}

#[test]
fn host_when_engine_dies_in_an_offline_render_expect_silence_and_one_sentence() {
    let folder = Folder::new();
    let runtime = echo_runtime(&folder, &[]);
    let (input, output) = (input(&folder), folder.0.join("out.wav"));
    let (from, to) = (input.to_str().unwrap(), output.to_str().unwrap());
    let arguments = [
        "--freewheel",
        "--blocks",
        "480",
        "--fault",
        "0.5",
        "kill",
        "--in",
        from,
        "--out",
        to,
    ];
    for format in ["clap", "lv2"] {
        let result = host(&folder, &runtime, &arguments)
            .args(["--format", format])
            .output()
            .unwrap();
        let said = stderr(&result);
        for sentence in [
            "this offline render is silent from here on",
            "the plugin says that its output must not be used",
        ] {
            assert_eq!(said.matches(sentence).count(), 1, "{said}");
        }
        assert_eq!(result.status.code(), Some(1), "{said}");
        assert!(!said.contains("unprocessed"), "{said}");
    }
    let (input, output) = (samples(&input), samples(&output));
    let latency = 2 * 1_280;
    let sounding = output.iter().rposition(|sample| *sample != 0.0).unwrap() + 1;
    assert!(sounding > latency && sounding < 2 * (24_000 + 480), "{sounding}");
    assert_eq!(
        output[latency..sounding],
        input[..sounding - latency],
        "never dry, never odd"
    );
}

#[test]
fn host_when_engine_dies_before_a_renders_first_block_expect_no_word_of_unprocessed_sound() {
    let folder = Folder::new();
    let runtime = echo_runtime(&folder, &[]);
    let (input, output) = (input(&folder), folder.0.join("out.wav"));
    let ffmpeg = folder.0.join("ffmpeg");
    std::fs::copy(env!("CARGO_BIN_EXE_attune-host"), &ffmpeg).unwrap();
    let own = PathBuf::from(env!("CARGO_BIN_EXE_attune-host"));
    // Known by its name; by the host's word before the first call; not before the first call.
    for (program, arguments, meanwhile) in [
        (&ffmpeg, &["--format", "lv2"][..], "offline renders wait for another"),
        (&ffmpeg, &["--format", "clap"], "offline renders wait for another"),
        (
            &own,
            &["--format", "clap", "--freewheel"],
            "offline renders wait for another",
        ),
        (&own, &["--format", "lv2", "--freewheel"], "another is started"),
    ] {
        let result = in_home(&mut Command::new(program), &folder, &runtime)
            .args(arguments)
            .args(["--wait-ready", "30", "--fault", "0", "kill:known", "--compensate"])
            .args(["--in", input.to_str().unwrap(), "--out", output.to_str().unwrap()])
            .output()
            .unwrap();
        let said = stderr(&result);
        assert!(result.status.success(), "{said}");
        assert!(
            said.contains(&format!("the engine has ended unexpectedly; {meanwhile}")),
            "{said}"
        );
        assert!(!said.contains("unprocessed"), "{said}");
        assert_eq!(samples(&output), samples(&input), "the next engine has rendered all");
    }
}

#[test]
fn host_when_engine_is_of_another_build_expect_both_named_dry_sound_live_and_failure_offline() {
    let folder = Folder::new();
    let runtime = echo_runtime(&folder, &["--other-build"]);
    let (input, output) = (input(&folder), folder.0.join("out.wav"));
    let files = ["--in", input.to_str().unwrap(), "--out", output.to_str().unwrap()];
    let other = Build {
        tables: !build::OURS.tables,
        ..build::OURS
    };
    let sentence = format!(
        "this plugin is {}, its engine {other}: they don't fit; run `./attune install` and start this program again",
        build::OURS
    );
    let play = |arguments: &[&str], offline: &str| {
        let mut command = host(&folder, &runtime, arguments);
        let result = command.args(files).env("ATTUNE_OFFLINE", offline).output().unwrap();
        let said = stderr(&result);
        assert_eq!(said.matches(&sentence).count(), 1, "{said}");
        assert!(!said.contains("ended unexpectedly"), "{said}");
        (result.status.code(), said)
    };
    let (code, said) = play(&["--compensate", "--realtime"], "0");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("sound passes unprocessed"), "{said}");
    assert_eq!(samples(&output), samples(&input), "dry");
    for format in ["lv2", "clap"] {
        let (code, said) = play(&["--format", format], "1");
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("this offline render is silent from here on"), "{said}");
        assert!(!said.contains("unprocessed"), "{said}");
        assert!(samples(&output).iter().all(|sample| *sample == 0.0), "never dry");
    }
}

#[test]
fn host_when_engine_cannot_use_its_library_expect_one_sentence_and_dry_sound() {
    let folder = Folder::new();
    let java = folder.file("java", "#!/bin/sh\nexit 3\n");
    std::fs::set_permissions(&java, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let runtime = serde_json::json!({"version": 1, "java": java, "arguments": []});
    let runtime = folder.file("runtime.json", &runtime.to_string());
    let result = host(&folder, &runtime, &["--realtime", "--seconds", "1"])
        .output()
        .unwrap();
    let said = stderr(&result);
    assert!(result.status.success(), "{said}");
    let sentence = "the engine can't use its native library, see bridge.log; run `./attune install`; sound passes";
    assert_eq!(said.matches(sentence).count(), 1, "{said}");
    assert!(!said.contains("ended unexpectedly"), "{said}");
}

#[test]
fn host_when_a_clap_plugin_refuses_the_rate_expect_exit_1_at_once() {
    let folder = Folder::new();
    let runtime = echo_runtime(&folder, &[]);
    for rate_hz in ["7999", "192001", "384000"] {
        for instances in ["1", "2"] {
            let arguments = ["--format", "clap", "--rate", rate_hz, "--instances", instances];
            let result = host(&folder, &runtime, &arguments)
                .args(["--freewheel", "--seconds", "0.1"])
                .output()
                .unwrap();
            let said = stderr(&result);
            let sentence = format!("the plugin refuses to be activated at {rate_hz} Hz");
            assert_eq!(result.status.code(), Some(1), "{said}");
            assert_eq!(said.matches(&sentence).count(), 1, "{said}");
            assert!(!said.contains("no engine"), "{said}");
        }
    }
}

#[test]
fn host_when_base_directories_are_relative_expect_nothing_read_or_written_in_the_working_folder() {
    let folder = Folder::new();
    let below = folder.0.join("rel/attune");
    std::fs::create_dir_all(&below).unwrap();
    std::fs::rename(echo_runtime(&folder, &[]), below.join("runtime.json")).unwrap();
    let arguments = ["--freewheel", "--seconds", "0.1"];
    let result = host(&folder, Path::new(""), &arguments)
        .current_dir(&folder.0)
        .env("HOME", folder.0.join("home"))
        .env("XDG_DATA_HOME", "rel")
        .env("XDG_STATE_HOME", "rel")
        .output()
        .unwrap();
    let said = stderr(&result);
    let missing = folder.0.join("home/.local/share/attune/runtime.json");
    assert!(said.contains(&format!("({} is missing)", missing.display())), "{said}");
    assert!(!below.join("bridge.log").exists());
}

/// A host that plays until it is ended.
struct Playing {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Playing {
    fn start(folder: &Folder, runtime: &Path) -> Playing {
        let arguments = ["--realtime", "--seconds", "120", "--blocks", "256", "--progress"];
        let mut child = host(folder, runtime, &arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Playing { child, lines }
    }

    /// The engine's process id, once it is ready.
    fn engine(&mut self) -> i32 {
        for line in &mut self.lines {
            let report: Value = serde_json::from_str(&line.unwrap()).unwrap();
            if report["engine_state"].as_u64() == Some(STATE_READY as u64) {
                assert!(report["memfd"].as_i64() > Some(2));
                return report["bridge_pid"].as_i64().unwrap() as i32;
            }
        }
        panic!("the host ended");
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn host_when_killed_expect_no_engine_left() {
    let folder = Folder::new();
    let mut playing = Playing::start(&folder, &echo_runtime(&folder, &[]));
    let engine = playing.engine();
    assert!(is_alive(engine));
    playing.child.kill().unwrap();
    wait_for("the engine's end", || !is_alive(engine));
}

#[test]
fn host_when_interrupted_expect_a_clean_end_and_no_engine_left() {
    let folder = Folder::new();
    let mut playing = Playing::start(&folder, &echo_runtime(&folder, &[]));
    let engine = playing.engine();
    // SAFETY: signals our own child.
    unsafe { libc::kill(playing.child.id() as i32, libc::SIGINT) };
    assert!(playing.child.wait().unwrap().success());
    wait_for("the engine's end", || !is_alive(engine));
}

#[test]
fn engine_when_started_expect_nothing_of_the_host_but_what_it_needs() {
    let folder = Folder::new();
    let runtime = serde_json::json!({
        "version": 1,
        "java": env!("CARGO_BIN_EXE_attune-echo"),
        "arguments": [],
        "environment": {"ATTUNE_EXTRA": "told"},
    });
    let runtime = folder.file("runtime.json", &runtime.to_string());
    let arguments = ["--realtime", "--seconds", "120", "--progress"];
    let mut command = host(&folder, &runtime, &arguments);
    command
        .env("JAVA_TOOL_OPTIONS", "-Dx")
        .env("LD_LIBRARY_PATH", "/nowhere")
        .env("LC_TIME", "C");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut playing = Playing { child, lines };
    let engine = playing.engine();
    let environment = std::fs::read(format!("/proc/{engine}/environ")).unwrap();
    let environment = String::from_utf8_lossy(&environment).into_owned();
    assert!(
        !environment.contains("JAVA_TOOL_OPTIONS") && !environment.contains("LD_LIBRARY_PATH"),
        "{environment}"
    );
    assert!(
        environment.contains("LC_ALL=C.UTF-8")
            && environment.contains("ATTUNE_EXTRA=told")
            && environment.contains("LC_TIME=C"),
        "{environment}"
    );
    let files: Vec<String> = std::fs::read_dir(format!("/proc/{engine}/fd"))
        .unwrap()
        .filter_map(|entry| {
            Some(
                std::fs::read_link(entry.ok()?.path())
                    .ok()?
                    .to_string_lossy()
                    .into_owned(),
            )
        })
        .collect();
    // Input, output twice, socket, and the segment that was passed.
    assert_eq!(files.len(), 5, "{files:?}");
    let log = folder.0.join("attune/bridge.log");
    assert_eq!(
        files.iter().filter(|file| Path::new(file) == log).count(),
        2,
        "{files:?}"
    );
}

#[test]
fn state_when_saved_and_restored_by_hosts_expect_the_same_bytes() {
    let folder = Folder::new();
    let runtime = echo_runtime(&folder, &[]);
    let (first, second) = (folder.0.join("first.state"), folder.0.join("second.state"));
    let mut state = State::default();
    state.sound.sets[1][3] = 42.0;
    state.sound.leveler_gain_db = 2.5;
    let (value, host_value) = (70.0, 100.0);
    state.sound.overrides[MACRO_AMOUNT] = Some(Override { value, host_value });
    std::fs::write(&first, encode(&state)).unwrap();
    let arguments = [
        "--freewheel",
        "--seconds",
        "0.5",
        "--load-state",
        first.to_str().unwrap(),
        "--save-state",
        second.to_str().unwrap(),
    ];
    let result = host(&folder, &runtime, &arguments).output().unwrap();
    assert!(result.status.success(), "{}", stderr(&result));
    assert_eq!(decode(&std::fs::read(&second).unwrap()).unwrap(), state);
    assert_eq!(std::fs::read(&first).unwrap(), std::fs::read(&second).unwrap());
}

#[test]
fn state_when_it_is_garbage_expect_a_sentence_and_exit_1() {
    let folder = Folder::new();
    let runtime = echo_runtime(&folder, &[]);
    let garbage = folder.file("garbage", "no state at all");
    let result = host(&folder, &runtime, &["--load-state", garbage.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(result.status.code(), Some(1));
    assert!(
        stderr(&result).contains("the current sound is kept"),
        "{}",
        stderr(&result)
    );
}

#[test]
fn options_when_wrong_expect_one_sentence_and_exit_2() {
    let folder = Folder::new();
    for arguments in [
        &["--blocks", "0"][..],
        &["--what"],
        &["--fault", "1", "explode"],
        &["--channels", "7"],
    ] {
        let result = host(&folder, Path::new("/nowhere"), arguments).output().unwrap();
        assert_eq!(result.status.code(), Some(2), "{arguments:?}");
        assert_eq!(stderr(&result).lines().count(), 1, "{}", stderr(&result));
    }
    let result = host(&folder, Path::new("/nowhere"), &["--in", "/nowhere.wav"])
        .output()
        .unwrap();
    assert_eq!(
        (result.status.code(), stderr(&result).lines().count()),
        (Some(1), 1),
        "{}",
        stderr(&result)
    );
}

#[test]
fn engine_when_its_log_cant_be_written_expect_it_to_play_all_the_same() {
    let folder = Folder::new();
    let runtime = echo_runtime(&folder, &[]);
    let mut command = host(&folder, &runtime, &["--freewheel", "--seconds", "0.2", "--json"]);
    let result = command
        .env("XDG_STATE_HOME", "/proc/nowhere")
        .env_remove("XDG_RUNTIME_DIR")
        .output()
        .unwrap();
    assert!(result.status.success(), "{}", stderr(&result));
    let report: Value = serde_json::from_slice(&result.stdout).unwrap();
    assert_eq!(report["dry_blocks"].as_i64(), Some(0));
}

#[test]
fn log_when_it_has_grown_expect_it_begun_anew() {
    let folder = Folder::new();
    let runtime = echo_runtime(&folder, &[]);
    let state = folder.0.join("attune");
    std::fs::create_dir_all(&state).unwrap();
    std::fs::write(state.join("bridge.log"), vec![b'x'; 1_100_000]).unwrap();
    assert!(host(&folder, &runtime, &["--freewheel", "--seconds", "0.2"])
        .output()
        .unwrap()
        .status
        .success());
    let bytes = |name: &str| std::fs::metadata(state.join(name)).unwrap().len();
    assert!(bytes("bridge.log") < 10_000);
    assert_eq!(bytes("bridge.log.1"), 1_100_000);
}

#[test]
fn host_when_the_format_is_clap_expect_the_samples_and_the_state_of_lv2() {
    let folder = Folder::new();
    let runtime = echo_runtime(&folder, &["--follow-amount"]);
    let play = |format: &str, channels: &str| {
        let (output, state) = (folder.0.join(format!("{format}.wav")), folder.0.join(format));
        let played = host(&folder, &runtime, &["--format", format, "--channels", channels])
            .args(["--freewheel", "--seconds", "1", "--blocks", "random:3:1-900"])
            .args([
                "--set",
                "amount=50",
                "--at",
                "0.3",
                "amount=120",
                "--at",
                "0.6",
                "enabled=0",
            ])
            .arg("--out")
            .arg(&output)
            .arg("--save-state")
            .arg(&state)
            .output()
            .unwrap();
        assert!(played.status.success(), "{}", stderr(&played));
        (samples(&output), std::fs::read(&state).unwrap())
    };
    for channels in ["1", "2"] {
        let (lv2, clap) = (play("lv2", channels), play("clap", channels));
        assert!(lv2.0.iter().any(|sample| *sample != 0.0));
        assert!(lv2.0.iter().zip(&clap.0).all(|(l, c)| l.to_bits() == c.to_bits()));
        assert_eq!((lv2.0.len(), lv2.1), (clap.0.len(), clap.1));
    }
}
