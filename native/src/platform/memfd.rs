//! Sealed shared memory: neither side can take pages away from the other's mapping.

use std::ffi::CStr;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use super::errno;

/// Seals without which a mapping could die of SIGBUS when someone truncates the file.
pub const SEALS: i32 = libc::F_SEAL_SHRINK | libc::F_SEAL_GROW | libc::F_SEAL_SEAL;

/// A new memfd of `bytes`, every page allocated, sealed against any change of size. Error: errno.
pub fn create_sealed(name: &CStr, bytes: usize) -> Result<OwnedFd, i32> {
    // SAFETY: `name` is a valid C string; the result is checked before it is owned.
    let fd = unsafe { libc::memfd_create(name.as_ptr(), libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING) };
    if fd < 0 {
        return Err(errno());
    }
    // SAFETY: `fd` was just made and belongs to nobody else.
    let owned = unsafe { OwnedFd::from_raw_fd(fd) };
    // SAFETY: plain calls on a descriptor that is open.
    unsafe {
        if libc::ftruncate(fd, bytes as libc::off_t) != 0 {
            return Err(errno());
        }
        let failed = libc::posix_fallocate(fd, 0, bytes as libc::off_t);
        if failed != 0 {
            return Err(failed);
        }
        if libc::fcntl(fd, libc::F_ADD_SEALS, SEALS) != 0 {
            return Err(errno());
        }
    }
    Ok(owned)
}

/// Whether nobody can change the size of `fd` any more.
pub fn is_sealed(fd: RawFd) -> bool {
    // SAFETY: F_GET_SEALS takes no pointer; a bad descriptor gives -1.
    let seals = unsafe { libc::fcntl(fd, libc::F_GET_SEALS) };
    seals >= 0 && seals & SEALS == SEALS
}

/// Size of the file in bytes. Error: errno.
pub fn size_of(fd: RawFd) -> Result<i64, i32> {
    // SAFETY: `stat` is plain data that the call fills.
    unsafe {
        let mut stat: libc::stat = std::mem::zeroed();
        if libc::fstat(fd, &mut stat) != 0 {
            return Err(errno());
        }
        Ok(stat.st_size)
    }
}

/// A shared read-write mapping, unmapped when dropped.
pub struct Mapping {
    address: *mut u8,
    bytes: usize,
}

// SAFETY: the mapping is plain memory; who uses it follows the layout's one-writer-per-line rule with atomics.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Maps `bytes` of a sealed `fd`, touched and (best effort) locked in memory. Error: errno.
    pub fn new(fd: &impl AsRawFd, bytes: usize) -> Result<Mapping, i32> {
        let address = map(fd.as_raw_fd(), bytes)?;
        Ok(Mapping { address, bytes })
    }

    pub fn address(&self) -> *mut u8 {
        self.address
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: address and size are those of our own mmap; nobody holds a reference past this owner.
        unsafe { libc::munmap(self.address.cast(), self.bytes) };
    }
}

/// mmap(MAP_SHARED | MAP_POPULATE) and mlock, the lock best effort. Error: errno.
pub fn map(fd: RawFd, bytes: usize) -> Result<*mut u8, i32> {
    // SAFETY: asks for a fresh address; the result is checked.
    unsafe {
        let address = libc::mmap(
            std::ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_SHARED | libc::MAP_POPULATE,
            fd,
            0,
        );
        if address == libc::MAP_FAILED {
            return Err(errno());
        }
        libc::mlock(address, bytes);
        Ok(address.cast())
    }
}
