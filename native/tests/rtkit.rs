//! rtkit, with a stand-in on a bus of its own. Alone in its process: it lowers a limit of the whole process.

mod support;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use attune::platform::rtkit;
use support::bus::{has_bus, start_system_bus, Ended};
use support::Folder;

/// As rtkit-daemon: says on its standard output what it was asked, and refuses priority 7.
const STAND_IN: &str = r#"
import sys, dbus, dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib
DBusGMainLoop(set_as_default=True)
class Kit(dbus.service.Object):
    @dbus.service.method('org.freedesktop.RealtimeKit1', in_signature='tu', out_signature='')
    def MakeThreadRealtime(self, thread, priority):
        print('asked', thread, priority, flush=True)
        if priority == 7:
            raise dbus.DBusException('not for you', name='org.freedesktop.DBus.Error.AccessDenied')
bus = dbus.SystemBus()
name = dbus.service.BusName('org.freedesktop.RealtimeKit1', bus)
kit = Kit(bus, '/org/freedesktop/RealtimeKit1')
print('ready', flush=True)
GLib.MainLoop().run()
"#;

fn has_python_dbus() -> bool {
    Command::new("/usr/bin/python3")
        .args(["-c", "import dbus, dbus.mainloop.glib; from gi.repository import GLib"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[test]
fn real_time_when_rtkit_is_asked_expect_the_thread_named_and_refusals_told() {
    if !has_python_dbus() || !has_bus() {
        eprintln!("skipped: dbus-daemon, python3-dbus or python3-gi is missing");
        return;
    }
    let folder = Folder::new();
    let _bus = start_system_bus(&folder);
    assert!(
        rtkit::make_real_time(4711, 59).unwrap_err().contains("rtkit"),
        "nobody is there yet"
    );

    let mut kit = Command::new("/usr/bin/python3");
    kit.args(["-c", STAND_IN]).stdout(Stdio::piped());
    let mut kit = Ended::start(&mut kit);
    let mut said = BufReader::new(kit.0.stdout.take().unwrap()).lines();
    assert_eq!(said.next().unwrap().unwrap(), "ready");
    assert_eq!(rtkit::make_real_time(4711, 59), Ok(20), "no more than rtkit gives");
    assert_eq!(said.next().unwrap().unwrap(), "asked 4711 20");
    assert_eq!(rtkit::make_real_time(4712, 3), Ok(3));
    assert_eq!(said.next().unwrap().unwrap(), "asked 4712 3");
    assert!(rtkit::make_real_time(4713, 7).unwrap_err().contains("not for you"));
    // SAFETY: fills a plain structure.
    let limit = unsafe {
        let mut limit: libc::rlimit = std::mem::zeroed();
        libc::getrlimit(libc::RLIMIT_RTTIME, &mut limit);
        limit
    };
    assert!(limit.rlim_max <= 200_000, "without it the real one refuses");
}
