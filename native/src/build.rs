//! Which build a shim or an engine is of. They fit together where their tables are the same.

use std::fmt;

use crate::generated::build::{MARK, RELEASE, TABLES};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Build {
    /// Major × 1 000 000 + minor × 1 000 + patch.
    pub release: u32,
    /// Checksum of the tables that both sides must share.
    pub tables: u32,
}

/// This library's.
pub const OURS: Build = Build {
    release: RELEASE,
    tables: TABLES,
};

/// [`OURS`] in the file of the library, so that `./attune doctor` finds it without loading what may be foreign.
#[no_mangle]
pub static ATTUNE_BUILD: [u8; MARK.len()] = {
    let mut bytes = [0; MARK.len()];
    bytes.copy_from_slice(MARK.as_bytes());
    bytes
};

impl Build {
    pub fn fits(self, other: Build) -> bool {
        self.tables == other.tables
    }
}

impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Build { release, tables } = *self;
        if tables == 0 {
            return f.write_str("of an earlier build");
        }
        let (major, minor, patch) = (release / 1_000_000, release / 1_000 % 1_000, release % 1_000);
        write!(f, "Attune {major}.{minor}.{patch} (build {tables:08x})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn build_when_named_expect_release_and_tables_and_only_tables_to_count() {
        let newer = Build {
            release: 1_002_010,
            tables: 0xbeef,
        };
        assert_eq!(newer.to_string(), "Attune 1.2.10 (build 0000beef)");
        assert!(!newer.fits(OURS));
        assert!(Build { release: 0, ..newer }.fits(newer));
        assert_eq!(Build { release: 0, tables: 0 }.to_string(), "of an earlier build");
        assert!(OURS.to_string().contains(env!("CARGO_PKG_VERSION")), "{OURS}");
    }
}
