//! A system bus of its own, and programs that end with the test.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::Folder;

const CONFIGURATION: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>custom</type><listen>unix:abstract=FOLDER</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy>
</busconfig>"#;

/// A program that is killed when this goes.
pub struct Ended(pub Child);

impl Ended {
    pub fn start(command: &mut Command) -> Ended {
        Ended(command.spawn().unwrap())
    }
}

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn has_bus() -> bool {
    Command::new("dbus-daemon").arg("--version").output().is_ok()
}

/// A bus that takes any user and any name. It becomes the system bus of this process and of those that it starts.
pub fn start_system_bus(folder: &Folder) -> Ended {
    let name = folder.0.join("bus").display().to_string();
    let configuration = folder.file("bus.conf", &CONFIGURATION.replace("FOLDER", &name));
    let mut daemon = Command::new("dbus-daemon");
    daemon.arg(format!("--config-file={}", configuration.display()));
    daemon.args(["--nofork", "--print-address"]).stdout(Stdio::piped());
    let mut daemon = Ended::start(&mut daemon);
    let mut address = String::new();
    BufReader::new(daemon.0.stdout.take().unwrap())
        .read_line(&mut address)
        .unwrap();
    std::env::set_var("DBUS_SYSTEM_BUS_ADDRESS", address.trim());
    daemon
}
