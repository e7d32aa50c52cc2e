//! What must be said to a host from its main thread and becomes known elsewhere. Where the host lends its run loop
//! (Linux::IRunLoop, from the context given to the factory or the component), a timer of it looks; where it doesn't,
//! the next call that the host makes on its main thread anyway does. Nothing is ever said from another thread.

use std::sync::atomic::{AtomicPtr, Ordering};

use vst3::Steinberg::Linux::{IRunLoop, IRunLoopTrait, ITimerHandler, ITimerHandlerTrait};
use vst3::Steinberg::{kResultOk, FUnknown};
use vst3::{Class, ComPtr, ComRef, ComWrapper};

use super::guard::guard_or;
use super::plugin::Plugin;

/// How often the timer looks.
const LOOK_MS: u64 = 200;

/// A host's run loop.
#[derive(Clone)]
pub struct RunLoop(ComPtr<IRunLoop>);

impl RunLoop {
    /// `None` where the context has none.
    pub fn of(context: ComRef<FUnknown>) -> Option<RunLoop> {
        context.cast::<IRunLoop>().map(RunLoop)
    }
}

/// A timer that calls [`Plugin::look`] until it is dropped. Main thread.
pub struct Timer {
    run_loop: RunLoop,
    handler: ComWrapper<Handler>,
}

struct Handler {
    /// Null once the plugin is gone: a host may hold the handler longer.
    plugin: AtomicPtr<Plugin>,
}

impl Class for Handler {
    type Interfaces = (ITimerHandler,);
}

impl ITimerHandlerTrait for Handler {
    unsafe fn onTimer(&self) {
        guard_or((), || {
            // SAFETY: the plugin takes its timer down, on this thread, before it goes.
            if let Some(plugin) = unsafe { self.plugin.load(Ordering::Acquire).as_ref() } {
                plugin.look();
            }
        });
    }
}

impl Timer {
    /// `None` where the host refuses it.
    ///
    /// # Safety
    /// The plugin must stay where it is and drop the timer before it goes.
    pub unsafe fn start(run_loop: RunLoop, plugin: *const Plugin) -> Option<Timer> {
        let handler = ComWrapper::new(Handler {
            plugin: AtomicPtr::new(plugin.cast_mut()),
        });
        let timer = Timer { run_loop, handler };
        // SAFETY: the host takes a reference of its own.
        let result = unsafe { timer.run_loop.0.registerTimer(timer.pointer()?, LOOK_MS) };
        (result == kResultOk).then_some(timer)
    }

    fn pointer(&self) -> Option<*mut ITimerHandler> {
        self.handler
            .as_com_ref::<ITimerHandler>()
            .map(|handler| handler.as_ptr())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.handler.plugin.store(std::ptr::null_mut(), Ordering::Release);
        if let Some(pointer) = self.pointer() {
            // SAFETY: the handler that was registered.
            unsafe { self.run_loop.0.unregisterTimer(pointer) };
        }
    }
}
