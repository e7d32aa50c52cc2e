//! A segment that an audio thread may use while another thread replaces it: a hazard pointer. What the reader announces
//! isn't unmapped before it lets go.

use std::ops::Deref;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::Arc;

use crate::segment::Segment;

#[derive(Default)]
pub struct HazardPointer {
    offered: AtomicPtr<Segment>,
    held: AtomicPtr<Segment>,
}

impl HazardPointer {
    /// Puts a segment in force, or none. The owner keeps what was in force until [`HazardPointer::is_held`] is false. One
    /// writer at a time.
    pub fn offer(&self, segment: Option<&Arc<Segment>>) {
        self.offered.store(pointer(segment), Ordering::SeqCst);
    }

    /// Whether the audio thread may still use a segment that isn't in force any more.
    pub fn is_held(&self, segment: &Arc<Segment>) -> bool {
        pointer(Some(segment)) == self.held.load(Ordering::SeqCst)
    }

    /// The segment in force, safe from being unmapped while the result lives. Audio thread; at most one at a time.
    pub fn hold(&self) -> Option<Held<'_>> {
        // What is announced in `held` while `offered` still shows it won't be unmapped.
        for _ in 0..4 {
            let segment = self.offered.load(Ordering::SeqCst);
            self.held.store(segment, Ordering::SeqCst);
            if self.offered.load(Ordering::SeqCst) == segment {
                if segment.is_null() {
                    return None;
                }
                return Some(Held { pointer: self, segment });
            }
        }
        self.held.store(null_mut(), Ordering::Release);
        None
    }
}

fn pointer(segment: Option<&Arc<Segment>>) -> *mut Segment {
    segment.map_or(null_mut(), |segment| Arc::as_ptr(segment).cast_mut())
}

/// A segment that can't go away while this lives.
pub struct Held<'a> {
    pointer: &'a HazardPointer,
    segment: *const Segment,
}

impl Deref for Held<'_> {
    type Target = Segment;

    fn deref(&self) -> &Segment {
        // SAFETY: announced in `held`: the owner keeps the Arc until that changes.
        unsafe { &*self.segment }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.pointer.held.store(null_mut(), Ordering::Release);
    }
}
