//! An offline render that loses its engine says so to a CLAP host. A process of its own: the engine is shared by all
//! instances of a process.

#[path = "../src/bin/attune-host/clap.rs"]
#[allow(dead_code)]
mod clap;
mod support;

use clap::ClapPlugin;
use clap_sys::process::{CLAP_PROCESS_CONTINUE, CLAP_PROCESS_ERROR};
use support::{echo_runtime, library, noise, Folder};

#[test]
fn offline_when_the_engine_is_lost_expect_an_error_and_silence_not_a_dry_bounce() {
    let folder = Folder::new();
    std::env::set_var("ATTUNE_RUNTIME", echo_runtime(&folder, &[]));
    std::env::set_var("XDG_STATE_HOME", &folder.0);
    let plugin = ClapPlugin::load(&library()).unwrap();
    plugin.set_offline(true);
    assert!(plugin.activate(48_000.0));
    let mut samples = vec![noise(4, 6_400, 0.1); 2];
    let call = |samples: &mut [Vec<f32>]| {
        let mut planes: Vec<*mut f32> = samples.iter_mut().map(|plane| plane.as_mut_ptr()).collect();
        let mut same = planes.clone();
        plugin.process(&mut planes, &mut same, 6_400, &[])
    };
    assert_eq!(call(&mut samples), CLAP_PROCESS_CONTINUE);
    let pid = plugin.bridge_pid();
    assert!(pid > 0);
    // SAFETY: ends the engine of this test's own process.
    unsafe { libc::kill(pid, libc::SIGKILL) };
    assert_eq!(call(&mut samples), CLAP_PROCESS_ERROR);
    assert!(samples[0][64..].iter().all(|sample| *sample == 0.0));
    plugin.reset();
    assert_eq!(
        call(&mut samples),
        CLAP_PROCESS_CONTINUE,
        "a retry gets the next engine"
    );
}
