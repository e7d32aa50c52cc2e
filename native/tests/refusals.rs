//! What an engine must not accept, and the C functions that let it find out.

mod support;

use std::ffi::CString;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::sync::atomic::Ordering;

use attune::echo::{Echo, EchoConfig};
use attune::engine_abi::*;
use attune::generated::layout::*;
use attune::segment::{Identity, Segment};
use attune::wire;

fn segment() -> Segment {
    Segment::create(&Identity {
        sample_rate_hz: 48_000.0,
        channels: 2,
        chain_latency_frames: 1216,
        instance: 1,
        epoch: 1,
        offline: false,
        host_name: "test",
    })
    .unwrap()
}

fn copy_of(fd: BorrowedFd) -> OwnedFd {
    fd.try_clone_to_owned().unwrap()
}

/// What the engine says about a segment that was changed in one respect.
fn refusal_after(change: impl FnOnce(&Segment)) -> u32 {
    let segment = segment();
    change(&segment);
    let echo = Echo::attach(copy_of(segment.memfd()), 1, EchoConfig::default(), false);
    let refusal = segment.int(REFUSAL_OFFSET).load(Ordering::Acquire) as u32;
    assert_eq!(echo.is_none(), refusal != REFUSED_NOTHING);
    if let Some(echo) = echo {
        echo.quit();
    }
    refusal
}

#[test]
fn engine_when_segment_is_wrong_expect_refusal_with_its_reason() {
    let set = |segment: &Segment, offset, value| segment.int(offset).store(value, Ordering::Relaxed);
    assert_eq!(refusal_after(|_| {}), REFUSED_NOTHING);
    assert_eq!(refusal_after(|s| set(s, MAGIC_OFFSET, 1)), REFUSED_MAGIC);
    assert_eq!(
        refusal_after(|s| set(s, VERSION_OFFSET, VERSION as i32 + 1)),
        REFUSED_VERSION
    );
    assert_eq!(refusal_after(|s| set(s, SIZE_OFFSET, 4096)), REFUSED_SIZE);
    assert_eq!(refusal_after(|s| set(s, QUANTUM_OFFSET, 63)), REFUSED_FORMAT);
    assert_eq!(refusal_after(|s| set(s, CHANNELS_OFFSET, 3)), REFUSED_FORMAT);
    assert_eq!(refusal_after(|s| set(s, CHANNELS_OFFSET, 0)), REFUSED_FORMAT);
    assert_eq!(refusal_after(|s| set(s, PARAM_COUNT_OFFSET, 1)), REFUSED_FORMAT);
    assert_eq!(
        refusal_after(|s| s.set_double(SAMPLE_RATE_OFFSET, f64::NAN)),
        REFUSED_FORMAT
    );
    assert_eq!(refusal_after(|s| s.set_double(SAMPLE_RATE_OFFSET, 1e9)), REFUSED_FORMAT);
}

/// A memfd without seals.
fn unsealed(bytes: usize) -> OwnedFd {
    let name = CString::new("test").unwrap();
    // SAFETY: makes a new descriptor, which is ours.
    unsafe {
        let fd = libc::memfd_create(name.as_ptr(), libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING);
        assert!(fd >= 0);
        assert_eq!(libc::ftruncate(fd, bytes as libc::off_t), 0);
        OwnedFd::from_raw_fd(fd)
    }
}

#[test]
fn engine_when_segment_is_not_sealed_expect_refusal() {
    let fd = unsealed(SEGMENT_BYTES);
    let view = Segment::over(fd.try_clone().unwrap(), 1).unwrap();
    let good = segment();
    let mut bytes = vec![0f32; 1];
    good.read_samples(AUDIO_OFFSET, &mut bytes);
    for offset in (0..128).step_by(4) {
        view.int(offset)
            .store(good.int(offset).load(Ordering::Relaxed), Ordering::Relaxed);
    }
    assert!(Echo::attach(fd, 1, EchoConfig::default(), false).is_none());
    assert_eq!(view.int(REFUSAL_OFFSET).load(Ordering::Acquire) as u32, REFUSED_SEALS);
}

#[test]
fn map_when_size_or_seals_are_wrong_expect_their_codes() {
    let bytes = SEGMENT_BYTES as i64;
    let bare = unsealed(SEGMENT_BYTES);
    assert_eq!(attune_map(bare.as_raw_fd(), bytes), NOT_SEALED as i64);
    let good = segment();
    assert_eq!(attune_map(good.memfd_number(), bytes - 4096), WRONG_SIZE as i64);
    assert_eq!(attune_map(-1, bytes), -1000 - libc::EBADF as i64);
    let address = attune_map(good.memfd_number(), bytes);
    assert!(address > 0);
    // SAFETY: the mapping of the line before.
    assert_eq!(unsafe { attune_unmap(address, bytes) }, 0);
}

#[test]
fn segment_create_expect_a_size_that_nobody_can_change() {
    // SAFETY: a zero-terminated name.
    let fd = unsafe { attune_segment_create(8192, c"attune-test".as_ptr().cast()) };
    assert!(fd >= 0);
    // SAFETY: plain calls on an open descriptor.
    unsafe {
        assert_eq!(libc::ftruncate(fd, 0), -1);
        assert_eq!(libc::ftruncate(fd, 16_384), -1);
    }
    assert_eq!(attune_close(fd), 0);
}

#[test]
fn wait_when_nothing_is_posted_expect_timeout_then_sequence_then_quit() {
    let segment = segment();
    let address = segment.address();
    // SAFETY: the segment's own address.
    unsafe {
        assert_eq!(attune_engine_wait(address, 0, 1), TIMEOUT as i64);
        segment.int(REQUEST_SEQUENCE_OFFSET).store(-1, Ordering::Release);
        assert_eq!(attune_engine_wait(address, 0, 1_000), u32::MAX as i64, "unsigned");
        attune_engine_complete(address, -1);
        assert_eq!(segment.int(RESPONSE_SEQUENCE_OFFSET).load(Ordering::Acquire), -1);
        segment.int(QUIT_OFFSET).store(1, Ordering::Release);
        assert_eq!(attune_engine_wait(address, -1, 1_000), QUIT);
    }
}

#[test]
fn receive_when_socket_says_this_or_that_expect_its_code() {
    let mut pair = [0; 2];
    // SAFETY: room for two descriptors, both ours.
    let (ours, theirs) = unsafe {
        assert_eq!(
            libc::socketpair(libc::AF_UNIX, libc::SOCK_SEQPACKET, 0, pair.as_mut_ptr()),
            0
        );
        (OwnedFd::from_raw_fd(pair[0]), OwnedFd::from_raw_fd(pair[1]))
    };
    let mut buffer = [0u8; wire::MESSAGE_BYTES];
    // SAFETY: the buffer has the length that is passed.
    let mut receive = || unsafe { attune_receive(theirs.as_raw_fd(), buffer.as_mut_ptr(), 32, 10) };
    assert_eq!(receive(), TIMEOUT);
    let message = wire::Message {
        kind: wire::ATTACH,
        instance: 7,
        epoch: 3,
        segment_bytes: 1 << 33,
        layout_version: 1,
    };
    let segment = segment();
    wire::send(ours.as_raw_fd(), &message.encode(), Some(segment.memfd())).unwrap();
    let fd = receive();
    assert!(fd >= 0);
    assert_eq!(attune_close(fd), 0);
    wire::send(ours.as_raw_fd(), &message.encode(), None).unwrap();
    assert_eq!(receive(), NO_DESCRIPTOR);
    wire::send(ours.as_raw_fd(), &[1, 2, 3], None).unwrap();
    assert_eq!(receive(), MALFORMED);
    drop(ours);
    assert_eq!(receive(), CLOSED);
    assert_eq!(wire::Message::decode(&message.encode()), Some(message));
    assert_eq!(wire::Message::decode(&[0; 32]), None);
}

#[test]
fn denormals_when_switched_expect_the_thread_to_flush_them() {
    std::thread::spawn(|| {
        let tiny = std::hint::black_box(1e-40f32);
        assert_eq!(attune_get_denormals(), 0);
        attune_set_denormals(1);
        assert_eq!(attune_get_denormals(), 1);
        assert_eq!(std::hint::black_box(tiny) * std::hint::black_box(1.0), 0.0);
        attune_set_denormals(0);
        assert_eq!(attune_get_denormals(), 0);
        assert!(std::hint::black_box(tiny) * std::hint::black_box(1.0) > 0.0);
    })
    .join()
    .unwrap();
}

#[test]
fn scheduling_when_set_to_normal_expect_it_obtained() {
    std::thread::spawn(|| {
        assert_eq!(attune_set_scheduling(libc::SCHED_OTHER, 0), libc::SCHED_OTHER);
        assert!(attune_set_scheduling(libc::SCHED_FIFO, 500) < -1000, "no such priority");
        assert!(attune_now_ns() > 0 && attune_thread_cpu_ns() > 0);
        assert_eq!(attune_abi_version(), ABI_VERSION);
    })
    .join()
    .unwrap();
}

#[test]
fn library_when_its_file_is_read_expect_its_build_in_it_once() {
    let file = std::fs::read(support::library()).unwrap();
    let mark = attune::generated::build::MARK.as_bytes();
    assert_eq!(file.windows(mark.len()).filter(|part| *part == mark).count(), 1);
}
