//! A small VST3 host: loads the library, speaks its COM interfaces, and counts what the plugin asks for.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::path::PathBuf;
use std::ptr::null_mut;
use std::sync::OnceLock;

use vst3::Steinberg::Linux::{IRunLoop, IRunLoopTrait, ITimerHandler, ITimerHandlerTrait};
use vst3::Steinberg::Vst::SymbolicSampleSizes_::kSample32;
use vst3::Steinberg::Vst::*;
use vst3::Steinberg::*;
use vst3::{Class, ComPtr, ComRef, ComWrapper, Interface};

use crate::support::{echo_runtime, library, Folder};

/// The library, loaded once for all tests, with the echo engine that follows Amount and counts a Like as a commit.
fn module() -> &'static libloading::Library {
    static MODULE: OnceLock<(libloading::Library, Folder)> = OnceLock::new();
    let (module, _) = MODULE.get_or_init(|| {
        // Stays for the whole process: every instance's engine is started from it.
        let folder = Folder::new();
        std::env::set_var(
            "ATTUNE_RUNTIME",
            echo_runtime(&folder, &["--follow-amount", "--commit-likes"]),
        );
        std::env::set_var("ATTUNE_NO_SERVER", "1");
        std::env::set_var("XDG_STATE_HOME", &folder.0);
        // SAFETY: the library's initialisers only set up Rust's own statics.
        let module = unsafe { libloading::Library::new(library()) }.unwrap();
        type Entry = unsafe extern "system" fn(*mut c_void) -> bool;
        // SAFETY: the function has this type.
        assert!(unsafe { module.get::<Entry>(b"ModuleEntry").unwrap()(null_mut()) });
        (module, folder)
    });
    module
}

pub fn factory() -> ComPtr<IPluginFactory3> {
    type Get = unsafe extern "system" fn() -> *mut IPluginFactory;
    // SAFETY: the function has this type, and its result is owned.
    unsafe {
        let factory = ComPtr::from_raw(module().get::<Get>(b"GetPluginFactory").unwrap()()).unwrap();
        factory.cast::<IPluginFactory3>().unwrap()
    }
}

/// What a plugin has asked its host for.
#[derive(Default)]
pub struct Asked {
    pub edits: Cell<usize>,
    pub restarts: RefCell<Vec<i32>>,
    pub dirty: Cell<usize>,
    /// Points and queues that were added to a block's output.
    pub outputs: Cell<usize>,
    timers: RefCell<Vec<ComPtr<ITimerHandler>>>,
}

impl Asked {
    /// A run loop's timers are due.
    pub fn run_timers(&self) {
        let timers = self.timers.borrow().clone();
        for timer in timers {
            // SAFETY: a registered handler.
            unsafe { timer.onTimer() };
        }
    }

    pub fn timer_count(&self) -> usize {
        self.timers.borrow().len()
    }
}

/// Handler, run loop and context in one object.
pub struct Host(pub std::rc::Rc<Asked>);

impl Class for Host {
    type Interfaces = (IComponentHandler, IComponentHandler2, IRunLoop);
}

impl IComponentHandlerTrait for Host {
    unsafe fn beginEdit(&self, _id: ParamID) -> tresult {
        self.0.edits.set(self.0.edits.get() + 1);
        kResultOk
    }

    unsafe fn performEdit(&self, _id: ParamID, _value: ParamValue) -> tresult {
        self.0.edits.set(self.0.edits.get() + 1);
        kResultOk
    }

    unsafe fn endEdit(&self, _id: ParamID) -> tresult {
        kResultOk
    }

    unsafe fn restartComponent(&self, flags: int32) -> tresult {
        self.0.restarts.borrow_mut().push(flags);
        kResultOk
    }
}

impl IComponentHandler2Trait for Host {
    unsafe fn setDirty(&self, state: TBool) -> tresult {
        assert_eq!(state, 1);
        self.0.dirty.set(self.0.dirty.get() + 1);
        kResultOk
    }

    unsafe fn requestOpenEditor(&self, _name: FIDString) -> tresult {
        kNotImplemented
    }

    unsafe fn startGroupEdit(&self) -> tresult {
        kNotImplemented
    }

    unsafe fn finishGroupEdit(&self) -> tresult {
        kNotImplemented
    }
}

impl IRunLoopTrait for Host {
    unsafe fn registerEventHandler(&self, _handler: *mut Linux::IEventHandler, _fd: Linux::FileDescriptor) -> tresult {
        kNotImplemented
    }

    unsafe fn unregisterEventHandler(&self, _handler: *mut Linux::IEventHandler) -> tresult {
        kNotImplemented
    }

    unsafe fn registerTimer(&self, handler: *mut ITimerHandler, _milliseconds: Linux::TimerInterval) -> tresult {
        // SAFETY: the plugin's handler.
        let handler = unsafe { ComRef::from_raw(handler) }.unwrap().to_com_ptr();
        self.0.timers.borrow_mut().push(handler);
        kResultOk
    }

    unsafe fn unregisterTimer(&self, handler: *mut ITimerHandler) -> tresult {
        self.0.timers.borrow_mut().retain(|timer| timer.as_ptr() != handler);
        kResultOk
    }
}

/// Bytes in memory that come and go in small parts.
pub struct Stream {
    pub bytes: RefCell<Vec<u8>>,
    position: Cell<usize>,
    most_at_once: usize,
}

impl Stream {
    pub fn new(bytes: &[u8], most_at_once: usize) -> ComWrapper<Stream> {
        ComWrapper::new(Stream {
            bytes: RefCell::new(bytes.to_vec()),
            position: Cell::new(0),
            most_at_once,
        })
    }
}

impl Class for Stream {
    type Interfaces = (IBStream,);
}

impl IBStreamTrait for Stream {
    unsafe fn read(&self, buffer: *mut c_void, count: int32, read: *mut int32) -> tresult {
        let bytes = self.bytes.borrow();
        let part = (count as usize)
            .min(self.most_at_once)
            .min(bytes.len() - self.position.get());
        // SAFETY: the plugin's buffer has room for `count`.
        unsafe {
            bytes[self.position.get()..].as_ptr().copy_to(buffer.cast(), part);
            *read = part as int32;
        }
        self.position.set(self.position.get() + part);
        kResultOk
    }

    unsafe fn write(&self, buffer: *mut c_void, count: int32, written: *mut int32) -> tresult {
        let part = (count as usize).min(self.most_at_once);
        // SAFETY: the plugin's buffer has `count` bytes.
        unsafe {
            let from = std::slice::from_raw_parts(buffer.cast::<u8>(), part);
            self.bytes.borrow_mut().extend_from_slice(from);
            *written = part as int32;
        }
        kResultOk
    }

    unsafe fn seek(&self, _position: int64, _mode: int32, _result: *mut int64) -> tresult {
        kNotImplemented
    }

    unsafe fn tell(&self, _position: *mut int64) -> tresult {
        kNotImplemented
    }
}

/// One parameter's points.
pub struct Queue {
    id: ParamID,
    points: Vec<(i32, f64)>,
}

impl Class for Queue {
    type Interfaces = (IParamValueQueue,);
}

impl IParamValueQueueTrait for Queue {
    unsafe fn getParameterId(&self) -> ParamID {
        self.id
    }

    unsafe fn getPointCount(&self) -> int32 {
        self.points.len() as int32
    }

    unsafe fn getPoint(&self, index: int32, offset: *mut int32, value: *mut ParamValue) -> tresult {
        let Some(point) = self.points.get(index as usize) else {
            return kInvalidArgument;
        };
        // SAFETY: the plugin's.
        unsafe { (*offset, *value) = *point };
        kResultOk
    }

    unsafe fn addPoint(&self, _offset: int32, _value: ParamValue, _index: *mut int32) -> tresult {
        kNotImplemented
    }
}

/// A block's queues. As the output of a block it takes nothing and counts.
pub struct Changes {
    queues: Vec<ComWrapper<Queue>>,
    asked: std::rc::Rc<Asked>,
}

impl Class for Changes {
    type Interfaces = (IParameterChanges,);
}

impl IParameterChangesTrait for Changes {
    unsafe fn getParameterCount(&self) -> int32 {
        self.queues.len() as int32
    }

    unsafe fn getParameterData(&self, index: int32) -> *mut IParamValueQueue {
        let queue = self.queues.get(index as usize);
        queue.map_or(null_mut(), |queue| {
            queue.as_com_ref::<IParamValueQueue>().unwrap().as_ptr()
        })
    }

    unsafe fn addParameterData(&self, _id: *const ParamID, _index: *mut int32) -> *mut IParamValueQueue {
        self.asked.outputs.set(self.asked.outputs.get() + 1);
        null_mut()
    }
}

/// A value from a frame on: (frame, parameter, 0 to 1).
pub type Point = (usize, usize, f64);

/// A plugin in the hands of a host.
pub struct Session {
    pub component: ComPtr<IComponent>,
    pub processor: ComPtr<IAudioProcessor>,
    pub controller: ComPtr<IEditController>,
    pub asked: std::rc::Rc<Asked>,
    _host: ComWrapper<Host>,
    pub mode: u32,
}

impl Session {
    /// Made and initialised, at 48 kHz in stereo, and not active yet.
    pub fn new(with_run_loop: bool) -> Session {
        let asked = std::rc::Rc::<Asked>::default();
        let host = ComWrapper::new(Host(asked.clone()));
        let factory = factory();
        // SAFETY: all pointers are good during their calls; results are owned.
        unsafe {
            let mut info: PClassInfo = std::mem::zeroed();
            assert_eq!(factory.getClassInfo(0, &mut info), kResultOk);
            let mut object = null_mut();
            let iid = IComponent::IID;
            let result = factory.createInstance(info.cid.as_ptr(), iid.as_ptr().cast(), &mut object);
            assert_eq!(result, kResultOk);
            let component = ComPtr::from_raw(object.cast::<IComponent>()).unwrap();
            let context = host.to_com_ptr::<FUnknown>().unwrap();
            let context = if with_run_loop { context.as_ptr() } else { null_mut() };
            assert_eq!(component.initialize(context), kResultOk);
            let controller = component.cast::<IEditController>().unwrap();
            let handler = host.as_com_ref::<IComponentHandler>().unwrap();
            assert_eq!(controller.setComponentHandler(handler.as_ptr()), kResultOk);
            Session {
                processor: component.cast().unwrap(),
                component,
                controller,
                asked,
                _host: host,
                mode: ProcessModes_::kOffline,
            }
        }
    }

    /// One that renders offline, so that every block waits for the engine.
    pub fn playing(channels: usize) -> Session {
        let session = Session::new(false);
        assert_eq!(session.arrange(channels, channels), kResultTrue);
        session.start(48_000.0);
        session
    }

    pub fn arrange(&self, inputs: usize, outputs: usize) -> tresult {
        let of = |channels| match channels {
            1 => SpeakerArr::kMono,
            2 => SpeakerArr::kStereo,
            _ => SpeakerArr::k51,
        };
        let (mut input, mut output) = (of(inputs), of(outputs));
        // SAFETY: one arrangement each.
        unsafe { self.processor.setBusArrangements(&mut input, 1, &mut output, 1) }
    }

    pub fn setup(&self, rate_hz: f64, sample_size: u32) -> tresult {
        let mut setup = ProcessSetup {
            processMode: self.mode as int32,
            symbolicSampleSize: sample_size as int32,
            maxSamplesPerBlock: 100_000,
            sampleRate: rate_hz,
        };
        // SAFETY: good during the call.
        unsafe { self.processor.setupProcessing(&mut setup) }
    }

    pub fn start(&self, rate_hz: f64) {
        assert_eq!(self.setup(rate_hz, kSample32), kResultOk);
        self.set_active(true);
    }

    pub fn set_active(&self, active: bool) {
        // SAFETY: no pointers.
        unsafe {
            if active {
                assert_eq!(self.component.setActive(1), kResultOk);
                assert_eq!(self.processor.setProcessing(1), kResultOk);
            } else {
                self.processor.setProcessing(0);
                assert_eq!(self.component.setActive(0), kResultOk);
            }
        }
    }

    pub fn latency(&self) -> usize {
        // SAFETY: no pointers.
        unsafe { self.processor.getLatencySamples() as usize }
    }

    /// Points by frame become queues by parameter, in the order of parameters.
    fn changes(&self, points: &[Point]) -> ComWrapper<Changes> {
        let mut ids: Vec<usize> = points.iter().map(|point| point.1).collect();
        ids.sort_unstable();
        ids.dedup();
        let queue = |id: usize| {
            let own = points.iter().filter(|point| point.1 == id);
            ComWrapper::new(Queue {
                id: id as ParamID,
                points: own.map(|point| (point.0 as i32, point.2)).collect(),
            })
        };
        ComWrapper::new(Changes {
            queues: ids.into_iter().map(queue).collect(),
            asked: self.asked.clone(),
        })
    }

    /// One call of process. Buses without a channel are null, as in a flush.
    pub fn block(&self, inputs: &mut [*mut f32], outputs: &mut [*mut f32], frames: usize, points: &[Point]) -> tresult {
        self.flagged_block(inputs, 0, outputs, frames, points).0
    }

    /// The same with silence flags of the input; returns those of the output too.
    pub fn flagged_block(
        &self,
        inputs: &mut [*mut f32],
        flags: u64,
        outputs: &mut [*mut f32],
        frames: usize,
        points: &[Point],
    ) -> (tresult, u64) {
        let bus = |channels: &mut [*mut f32], flags| AudioBusBuffers {
            numChannels: channels.len() as int32,
            silenceFlags: flags,
            __field0: AudioBusBuffers__type0 {
                channelBuffers32: channels.as_mut_ptr(),
            },
        };
        let flush = inputs.is_empty() && outputs.is_empty();
        let (mut input, mut output) = (bus(inputs, flags), bus(outputs, u64::MAX));
        let (changes, written) = (self.changes(points), self.changes(&[]));
        let pointer = |changes: &ComWrapper<Changes>| changes.as_com_ref::<IParameterChanges>().unwrap().as_ptr();
        let mut data = ProcessData {
            processMode: self.mode as int32,
            symbolicSampleSize: kSample32 as int32,
            numSamples: frames as int32,
            numInputs: i32::from(!flush),
            numOutputs: i32::from(!flush),
            inputs: if flush { null_mut() } else { &mut input },
            outputs: if flush { null_mut() } else { &mut output },
            inputParameterChanges: if points.is_empty() {
                null_mut()
            } else {
                pointer(&changes)
            },
            outputParameterChanges: pointer(&written),
            inputEvents: null_mut(),
            outputEvents: null_mut(),
            processContext: null_mut(),
        };
        // SAFETY: all pointers are good during the call.
        let result = unsafe { self.processor.process(&mut data) };
        (result, output.silenceFlags)
    }

    /// Plays planar input in blocks of these sizes, in turn, with points at frames of the whole input.
    pub fn play(&self, input: &[Vec<f32>], blocks: &[usize], points: &[Point]) -> Vec<Vec<f32>> {
        let mut output = vec![vec![f32::NAN; input[0].len()]; input.len()];
        self.each_block(input[0].len(), blocks, points, |from, frames, points| {
            let mut inputs: Vec<_> = input.iter().map(|plane| plane[from..].as_ptr().cast_mut()).collect();
            let mut outputs: Vec<_> = output.iter_mut().map(|plane| plane[from..].as_mut_ptr()).collect();
            assert_eq!(self.block(&mut inputs, &mut outputs, frames, points), kResultOk);
        });
        output
    }

    /// The same with one buffer for both.
    pub fn play_in_place(&self, planes: &mut [Vec<f32>], blocks: &[usize]) {
        self.each_block(planes[0].len(), blocks, &[], |from, frames, _| {
            let mut both: Vec<_> = planes.iter_mut().map(|plane| plane[from..].as_mut_ptr()).collect();
            let mut again = both.clone();
            assert_eq!(self.block(&mut both, &mut again, frames, &[]), kResultOk);
        });
    }

    fn each_block(
        &self,
        total: usize,
        blocks: &[usize],
        points: &[Point],
        mut play: impl FnMut(usize, usize, &[Point]),
    ) {
        let mut done = 0;
        for turn in 0.. {
            if done >= total {
                break;
            }
            let frames = blocks[turn % blocks.len()].min(total - done);
            let own = points.iter().filter(|point| (done..done + frames).contains(&point.0));
            let own: Vec<Point> = own.map(|point| (point.0 - done, point.1, point.2)).collect();
            play(done, frames, &own);
            done += frames;
        }
    }

    pub fn shown(&self, id: usize) -> f64 {
        // SAFETY: no pointers.
        unsafe { self.controller.getParamNormalized(id as ParamID) }
    }

    pub fn show(&self, id: usize, normalized: f64) {
        // SAFETY: no pointers.
        assert_eq!(
            unsafe { self.controller.setParamNormalized(id as ParamID, normalized) },
            kResultOk
        );
    }

    pub fn save(&self, most_at_once: usize) -> Vec<u8> {
        let stream = Stream::new(&[], most_at_once);
        // SAFETY: a stream of ours.
        let result = unsafe {
            self.component
                .getState(stream.as_com_ref::<IBStream>().unwrap().as_ptr())
        };
        assert_eq!(result, kResultOk);
        let bytes = stream.bytes.borrow().clone();
        bytes
    }

    pub fn load(&self, bytes: &[u8], most_at_once: usize) -> tresult {
        let stream = Stream::new(bytes, most_at_once);
        // SAFETY: a stream of ours.
        unsafe {
            self.component
                .setState(stream.as_com_ref::<IBStream>().unwrap().as_ptr())
        }
    }

    pub fn load_controller(&self, bytes: &[u8], most_at_once: usize) -> tresult {
        let stream = Stream::new(bytes, most_at_once);
        let pointer = stream.as_com_ref::<IBStream>().unwrap().as_ptr();
        // SAFETY: a stream of ours.
        unsafe { self.controller.setComponentState(pointer) }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // SAFETY: no pointers.
        unsafe {
            self.component.setActive(0);
            self.component.terminate();
        }
    }
}

/// moduleinfo.json as it is installed.
pub fn module_info() -> serde_json::Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vst3/moduleinfo.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
