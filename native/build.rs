//! A host may close the library while the supervisor thread runs: the library stays mapped until the process ends.

fn main() {
    println!("cargo:rustc-link-arg-cdylib=-Wl,-z,nodelete");
    println!("cargo:rerun-if-changed=build.rs");
}
