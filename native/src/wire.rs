//! Control messages between the supervisor and an engine process: 32 bytes, little endian, over SOCK_SEQPACKET; an
//! ATTACH carries the segment's memfd (SCM_RIGHTS).
//!
//! ```text
//!  0 u32 magic "ATTC"    4 u32 type         8 u32 instance      12 u32 epoch
//! 16 u64 segment bytes  24 u32 layout version                   28 u32 reserved, 0
//! ```

use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};

use crate::build::Build;
use crate::generated::layout::{SEGMENT_BYTES, VERSION};
use crate::platform::{clock, errno};

pub const MESSAGE_BYTES: usize = 32;
/// "ATTC" read as a little-endian int.
pub const MAGIC: u32 = 0x4354_5441;

/// Shim → engine: take this segment (its memfd comes along).
pub const ATTACH: u32 = 1;
/// Shim → engine: the instance is gone; the segment's quit flag is set too.
pub const DETACH: u32 = 2;
/// Engine → shim: the process listens. Tables and release of its build stand for instance and epoch.
pub const HELLO: u32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    pub kind: u32,
    pub instance: u32,
    pub epoch: u32,
    pub segment_bytes: u64,
    pub layout_version: u32,
}

impl Message {
    pub fn hello(build: Build) -> Message {
        Message {
            kind: HELLO,
            instance: build.tables,
            epoch: build.release,
            segment_bytes: SEGMENT_BYTES as u64,
            layout_version: VERSION,
        }
    }

    /// Whose HELLO it is; `None` for another message.
    pub fn greeter(&self) -> Option<Build> {
        (self.kind == HELLO).then_some(Build {
            release: self.epoch,
            tables: self.instance,
        })
    }

    pub fn encode(&self) -> [u8; MESSAGE_BYTES] {
        let mut bytes = [0; MESSAGE_BYTES];
        bytes[0..4].copy_from_slice(&MAGIC.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.kind.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.instance.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.epoch.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.segment_bytes.to_le_bytes());
        bytes[24..28].copy_from_slice(&self.layout_version.to_le_bytes());
        bytes
    }

    /// The message, or `None` where length or magic is wrong.
    pub fn decode(bytes: &[u8]) -> Option<Message> {
        let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        if bytes.len() < MESSAGE_BYTES || word(0)? != MAGIC {
            return None;
        }
        Some(Message {
            kind: word(4)?,
            instance: word(8)?,
            epoch: word(12)?,
            segment_bytes: word(16)? as u64 | (word(20)? as u64) << 32,
            layout_version: word(24)?,
        })
    }
}

pub enum Received {
    /// A whole message, with the descriptor that came along.
    Message(Option<OwnedFd>),
    Timeout,
    Closed,
    /// Not [`MESSAGE_BYTES`] long.
    Malformed,
}

/// Room for one control message with one descriptor, aligned as the kernel wants it.
#[repr(align(8))]
struct ControlBuffer([u8; 64]);

/// Sends one packet, with `fd` when given, without waiting. Error: errno.
pub fn send(sock: RawFd, bytes: &[u8], fd: Option<BorrowedFd>) -> Result<(), i32> {
    let mut control = ControlBuffer([0; 64]);
    // SAFETY: all pointers of `header` refer to locals that outlive the call; CMSG_* stay inside `control`, which is
    // larger than CMSG_SPACE of one int.
    let sent = unsafe {
        let mut part = libc::iovec {
            iov_base: bytes.as_ptr() as *mut libc::c_void,
            iov_len: bytes.len(),
        };
        let mut header: libc::msghdr = std::mem::zeroed();
        header.msg_iov = &mut part;
        header.msg_iovlen = 1;
        if let Some(fd) = fd {
            header.msg_control = control.0.as_mut_ptr().cast();
            header.msg_controllen = libc::CMSG_SPACE(4) as _;
            let first = libc::CMSG_FIRSTHDR(&header);
            (*first).cmsg_level = libc::SOL_SOCKET;
            (*first).cmsg_type = libc::SCM_RIGHTS;
            (*first).cmsg_len = libc::CMSG_LEN(4) as _;
            libc::CMSG_DATA(first).cast::<i32>().write_unaligned(fd.as_raw_fd());
        }
        libc::sendmsg(sock, &header, libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT)
    };
    if sent < 0 {
        return Err(errno());
    }
    Ok(())
}

/// Waits for one packet; `timeout_ms` < 0 waits for ever. Error: errno.
pub fn receive(sock: RawFd, buffer: &mut [u8], timeout_ms: i32) -> Result<Received, i32> {
    if !wait_readable(sock, timeout_ms)? {
        return Ok(Received::Timeout);
    }
    let mut control = ControlBuffer([0; 64]);
    // SAFETY: all pointers of `header` refer to locals or `buffer`, with their true lengths.
    unsafe {
        let mut part = libc::iovec {
            iov_base: buffer.as_mut_ptr().cast(),
            iov_len: buffer.len(),
        };
        let mut header: libc::msghdr = std::mem::zeroed();
        header.msg_iov = &mut part;
        header.msg_iovlen = 1;
        header.msg_control = control.0.as_mut_ptr().cast();
        header.msg_controllen = control.0.len() as _;
        let received = libc::recvmsg(sock, &mut header, libc::MSG_CMSG_CLOEXEC | libc::MSG_DONTWAIT);
        if received < 0 {
            return match errno() {
                libc::EAGAIN | libc::EINTR => Ok(Received::Timeout),
                libc::ECONNRESET => Ok(Received::Closed),
                other => Err(other),
            };
        }
        let fd = take_descriptor(&header);
        if received == 0 {
            return Ok(Received::Closed);
        }
        if received as usize != MESSAGE_BYTES || header.msg_flags & libc::MSG_TRUNC != 0 {
            return Ok(Received::Malformed);
        }
        Ok(Received::Message(fd))
    }
}

/// The first descriptor of a received packet; further ones are closed.
///
/// # Safety
/// `header` must have been filled by recvmsg.
unsafe fn take_descriptor(header: &libc::msghdr) -> Option<OwnedFd> {
    let mut taken = None;
    // SAFETY: CMSG_* walk the buffer that the kernel filled; each descriptor is new and owned by nobody yet.
    unsafe {
        let mut entry = libc::CMSG_FIRSTHDR(header);
        while !entry.is_null() {
            if (*entry).cmsg_level == libc::SOL_SOCKET && (*entry).cmsg_type == libc::SCM_RIGHTS {
                let count = ((*entry).cmsg_len as usize - libc::CMSG_LEN(0) as usize) / 4;
                for i in 0..count {
                    let fd = libc::CMSG_DATA(entry).cast::<i32>().add(i).read_unaligned();
                    let owned = OwnedFd::from_raw_fd(fd);
                    taken.get_or_insert(owned);
                }
            }
            entry = libc::CMSG_NXTHDR(header, entry);
        }
    }
    taken
}

fn wait_readable(sock: RawFd, timeout_ms: i32) -> Result<bool, i32> {
    let deadline_ns = clock::now_ns() + timeout_ms.max(0) as i64 * 1_000_000;
    let mut remaining_ms = timeout_ms;
    loop {
        let mut poll = libc::pollfd {
            fd: sock,
            events: libc::POLLIN,
            revents: 0,
        };
        // SAFETY: one valid pollfd.
        let ready = unsafe { libc::poll(&mut poll, 1, remaining_ms) };
        if ready > 0 {
            return Ok(true);
        }
        if ready < 0 && errno() != libc::EINTR {
            return Err(errno());
        }
        if timeout_ms >= 0 {
            remaining_ms = ((deadline_ns - clock::now_ns() + 999_999) / 1_000_000).max(0) as i32;
            if remaining_ms == 0 {
                return Ok(false);
            }
        }
    }
}
