//! Factory presets as an indexer finds them and a host loads them.

use super::*;

/// What an indexer was told, a line each.
#[derive(Default)]
struct Told(std::cell::RefCell<Vec<String>>);

impl Told {
    /// # Safety
    /// `data` must be a `Told`, the texts null or C strings.
    unsafe fn line(data: *mut std::ffi::c_void, what: &str, text: *const std::ffi::c_char) -> bool {
        // SAFETY: by the caller.
        let text = unsafe { CStr::from_ptr(text) }.to_string_lossy();
        // SAFETY: by the caller.
        unsafe { &*data.cast::<Told>() }
            .0
            .borrow_mut()
            .push(format!("{what} {text}"));
        true
    }
}

unsafe extern "C" fn declare_filetype(
    indexer: *const clap_preset_discovery_indexer,
    filetype: *const clap_preset_discovery_filetype,
) -> bool {
    // SAFETY: our own indexer.
    unsafe { Told::line((*indexer).indexer_data, "type", (*filetype).file_extension) }
}

unsafe extern "C" fn declare_location(
    indexer: *const clap_preset_discovery_indexer,
    location: *const clap_preset_discovery_location,
) -> bool {
    // SAFETY: our own indexer.
    unsafe { Told::line((*indexer).indexer_data, "in", (*location).location) }
}

unsafe extern "C" fn begin_preset(
    receiver: *const clap_preset_discovery_metadata_receiver,
    name: *const std::ffi::c_char,
    _key: *const std::ffi::c_char,
) -> bool {
    // SAFETY: our own receiver.
    unsafe { Told::line((*receiver).receiver_data, "preset", name) }
}

unsafe extern "C" fn add_plugin_id(
    receiver: *const clap_preset_discovery_metadata_receiver,
    id: *const clap_sys::universal_plugin_id::clap_universal_plugin_id,
) {
    // SAFETY: our own receiver.
    unsafe {
        let abi = CStr::from_ptr((*id).abi).to_string_lossy();
        Told::line((*receiver).receiver_data, &abi, (*id).id)
    };
}

#[test]
fn presets_when_indexed_and_loaded_expect_the_installed_files_as_states() {
    let made = offline();
    made.flush(&[value(MACRO_AMOUNT, 0, 33.0)]);
    let blob = made.save(usize::MAX).unwrap();
    let folder = BINARY_FOLDER.join("lib/clap-presets");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("Übung am Abend.attune");
    std::fs::write(&file, &blob).unwrap();
    std::fs::write(folder.join("broken.attune"), "no state").unwrap();

    let told = Told::default();
    let data = (&raw const told).cast_mut().cast();
    // SAFETY: all-zero is a valid value of these plain C structs; the factory's calls get what they demand.
    unsafe {
        let mut indexer: clap_preset_discovery_indexer = std::mem::zeroed();
        indexer.clap_version = clap_sys::version::CLAP_VERSION;
        indexer.indexer_data = data;
        indexer.declare_filetype = Some(declare_filetype);
        indexer.declare_location = Some(declare_location);
        let mut receiver: clap_preset_discovery_metadata_receiver = std::mem::zeroed();
        receiver.receiver_data = data;
        receiver.begin_preset = Some(begin_preset);
        receiver.add_plugin_id = Some(add_plugin_id);
        let factory = attune::clap::clap_entry.get_factory.unwrap()(CLAP_PRESET_DISCOVERY_FACTORY_ID.as_ptr())
            .cast::<clap_preset_discovery_factory>();
        let descriptor = (*factory).get_descriptor.unwrap()(factory, 0);
        let provider = (*factory).create.unwrap()(factory, &indexer, (*descriptor).id);
        assert!((*provider).init.unwrap()(provider));
        let path = std::ffi::CString::new(file.to_str().unwrap()).unwrap();
        let kind = CLAP_PRESET_DISCOVERY_LOCATION_FILE;
        assert!((*provider).get_metadata.unwrap()(
            provider,
            kind,
            path.as_ptr(),
            &receiver
        ));
        (*provider).destroy.unwrap()(provider);
    }
    let place = format!("in {}", folder.display());
    assert_eq!(
        *told.0.borrow(),
        [
            "type attune",
            &place,
            "preset Übung am Abend",
            "clap org.attune.enhancer"
        ]
    );

    let plugin = offline();
    assert!(plugin.load_preset(&file));
    assert_eq!(plugin.save(usize::MAX).unwrap(), blob);
    assert!(!plugin.load_preset(&folder.join("broken.attune")));
    assert!(!plugin.load_preset(&folder.join("missing.attune")));
    assert_eq!(plugin.value(MACRO_AMOUNT as u32), Some(33.0));
    let count = |count: &std::sync::atomic::AtomicU32| count.load(Ordering::Relaxed);
    let counts = &plugin.counts;
    assert_eq!(
        (
            count(&counts.presets),
            count(&counts.preset_errors),
            count(&counts.rescans)
        ),
        (1, 2, 1)
    );
}
