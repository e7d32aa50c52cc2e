//! rtkit: the system service that gives desktop programs real-time threads where the kernel refuses them. Asked over the
//! system bus through libdbus-1, which is loaded when it is needed and not before: a machine without it has no rtkit.
//! Blocks for up to [`ANSWER_LIMIT_MS`]; never from an audio thread.

use std::ffi::{c_char, c_int, c_void, CStr};
use std::ptr::null_mut;

use libloading::os::unix::{Library, Symbol};

/// Most that rtkit gives, unless its administrator says otherwise (`--max-realtime-priority`).
const HIGHEST_PRIORITY: u32 = 20;
/// rtkit refuses processes whose real-time threads may compute for longer than this without a pause
/// (`--rttime-usec-max`). An engine thread pauses after each post.
const COMPUTING_LIMIT_US: libc::rlim_t = 200_000;
const ANSWER_LIMIT_MS: c_int = 1_000;
const SYSTEM_BUS: c_int = 1;
const TYPE_UINT64: c_int = b't' as c_int;
const TYPE_UINT32: c_int = b'u' as c_int;
const TYPE_INVALID: c_int = 0;

type Handle = *mut c_void;

/// Room for a DBusError, whose first two fields are its name and message.
#[repr(C)]
struct BusError([*const c_char; 8]);

/// Makes a thread of this process SCHED_RR. Returns the priority that was asked for; error: one phrase.
pub fn make_real_time(thread_id: i64, priority: i32) -> Result<i32, String> {
    let priority = (priority.max(1) as u32).min(HIGHEST_PRIORITY);
    bound_computing()?;
    // SAFETY: libdbus-1 has no initialiser that could harm; its functions have these types since version 1.0.
    unsafe {
        let library = Library::new("libdbus-1.so.3").map_err(|_| "libdbus-1.so.3 is not there".to_owned())?;
        let bus = Bus::connect(&library)?;
        let answer = bus.call(thread_id as u64, priority);
        bus.close();
        // Its threads and exit handlers, if any, must find it.
        std::mem::forget(library);
        answer.map(|()| priority as i32)
    }
}

/// RLIMIT_RTTIME of this process, no higher than rtkit allows.
fn bound_computing() -> Result<(), String> {
    // SAFETY: plain structures that the calls read or fill.
    unsafe {
        let mut limit: libc::rlimit = std::mem::zeroed();
        libc::getrlimit(libc::RLIMIT_RTTIME, &mut limit);
        if limit.rlim_max <= COMPUTING_LIMIT_US {
            return Ok(());
        }
        let bounded = libc::rlimit {
            rlim_cur: COMPUTING_LIMIT_US,
            rlim_max: COMPUTING_LIMIT_US,
        };
        if libc::setrlimit(libc::RLIMIT_RTTIME, &bounded) != 0 {
            return Err("RLIMIT_RTTIME can't be lowered".to_owned());
        }
    }
    Ok(())
}

struct Bus<'a> {
    library: &'a Library,
    connection: Handle,
}

impl<'a> Bus<'a> {
    /// # Safety
    /// `library` is libdbus-1.
    unsafe fn connect(library: &'a Library) -> Result<Bus<'a>, String> {
        // SAFETY: by the caller; the connection is private and checked.
        unsafe {
            let mut error = new_error(library)?;
            let connect: Symbol<unsafe extern "C" fn(c_int, *mut BusError) -> Handle> =
                symbol(library, b"dbus_bus_get_private\0")?;
            let connection = connect(SYSTEM_BUS, &mut error);
            if connection.is_null() {
                return Err(format!("no system bus ({})", taken(library, &mut error)));
            }
            // Else libdbus would end this process with the bus.
            let stay: Symbol<unsafe extern "C" fn(Handle, u32)> =
                symbol(library, b"dbus_connection_set_exit_on_disconnect\0")?;
            stay(connection, 0);
            Ok(Bus { library, connection })
        }
    }

    /// # Safety
    /// `library` is libdbus-1.
    unsafe fn call(&self, thread_id: u64, priority: u32) -> Result<(), String> {
        let library = self.library;
        // SAFETY: all strings are constants; the arguments live through the call; handles are checked and let go.
        unsafe {
            let new: Symbol<
                unsafe extern "C" fn(*const c_char, *const c_char, *const c_char, *const c_char) -> Handle,
            > = symbol(library, b"dbus_message_new_method_call\0")?;
            let append: Symbol<unsafe extern "C" fn(Handle, c_int, ...) -> u32> =
                symbol(library, b"dbus_message_append_args\0")?;
            let send: Symbol<unsafe extern "C" fn(Handle, Handle, c_int, *mut BusError) -> Handle> =
                symbol(library, b"dbus_connection_send_with_reply_and_block\0")?;
            let release: Symbol<unsafe extern "C" fn(Handle)> = symbol(library, b"dbus_message_unref\0")?;
            let mut error = new_error(library)?;
            let message = new(
                c"org.freedesktop.RealtimeKit1".as_ptr(),
                c"/org/freedesktop/RealtimeKit1".as_ptr(),
                c"org.freedesktop.RealtimeKit1".as_ptr(),
                c"MakeThreadRealtime".as_ptr(),
            );
            if message.is_null() {
                return Err("no memory for a message".to_owned());
            }
            append(
                message,
                TYPE_UINT64,
                &thread_id as *const u64,
                TYPE_UINT32,
                &priority as *const u32,
                TYPE_INVALID,
            );
            let reply = send(self.connection, message, ANSWER_LIMIT_MS, &mut error);
            release(message);
            if reply.is_null() {
                return Err(format!("rtkit: {}", taken(library, &mut error)));
            }
            release(reply);
            Ok(())
        }
    }

    /// # Safety
    /// As [`Bus::call`]; the connection isn't used again.
    unsafe fn close(self) {
        // SAFETY: by the caller; a private connection is closed before it is let go.
        unsafe {
            for name in [&b"dbus_connection_close\0"[..], b"dbus_connection_unref\0"] {
                if let Ok(done) = symbol::<unsafe extern "C" fn(Handle)>(self.library, name) {
                    done(self.connection);
                }
            }
        }
    }
}

/// # Safety
/// `T` is the type of that function.
unsafe fn symbol<T>(library: &Library, name: &[u8]) -> Result<Symbol<T>, String> {
    // SAFETY: by the caller.
    unsafe { library.get(name) }.map_err(|_| "libdbus-1 lacks a function".to_owned())
}

/// # Safety
/// `library` is libdbus-1.
unsafe fn new_error(library: &Library) -> Result<BusError, String> {
    let mut error = BusError([null_mut(); 8]);
    // SAFETY: by the caller; the room is larger than a DBusError.
    unsafe { symbol::<unsafe extern "C" fn(*mut BusError)>(library, b"dbus_error_init\0")?(&mut error) };
    Ok(error)
}

/// The error's message; lets it go.
///
/// # Safety
/// `library` is libdbus-1, `error` was made by it.
unsafe fn taken(library: &Library, error: &mut BusError) -> String {
    // SAFETY: by the caller; the message is a C string where there is one.
    unsafe {
        let text = error.0[1]
            .as_ref()
            .map(|_| CStr::from_ptr(error.0[1]).to_string_lossy().into_owned());
        if let Ok(free) = symbol::<unsafe extern "C" fn(*mut BusError)>(library, b"dbus_error_free\0") {
            free(error);
        }
        text.unwrap_or_else(|| "no reason given".to_owned())
    }
}
