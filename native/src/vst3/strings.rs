//! Texts in the fixed fields and 128-character buffers of VST3.

use std::ffi::c_char;

use vst3::Steinberg::Vst::TChar;

/// Characters of a String128, its zero included.
const TEXT_CHARACTERS: usize = 128;

/// Fills a field with as much of an ASCII text as fits, and zeros behind it.
pub fn put(field: &mut [c_char], text: &str) {
    field.fill(0);
    let room = field.len().saturating_sub(1);
    for (place, byte) in field[..room].iter_mut().zip(text.bytes()) {
        *place = byte as c_char;
    }
}

/// Fills a field with as many whole characters as fit, as UTF-16, and zeros behind them.
pub fn put_wide(field: &mut [TChar], text: &str) {
    field.fill(0);
    let room = field.len().saturating_sub(1);
    let mut at = 0;
    for character in text.chars() {
        let mut units = [0; 2];
        let units = character.encode_utf16(&mut units);
        if at + units.len() > room {
            return;
        }
        field[at..at + units.len()].copy_from_slice(units);
        at += units.len();
    }
}

/// A host's text, up to its zero or 127 characters; what isn't UTF-16 is replaced.
///
/// # Safety
/// `text` must be good up to its zero or for 127 characters.
pub unsafe fn from_wide(text: *const TChar) -> String {
    let mut units = Vec::with_capacity(TEXT_CHARACTERS);
    for at in 0..TEXT_CHARACTERS - 1 {
        // SAFETY: by the caller; no zero has been met before.
        let unit = unsafe { *text.add(at) };
        if unit == 0 {
            break;
        }
        units.push(unit);
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn put_when_a_text_is_too_long_expect_it_cut_and_ended() {
        let mut field = [1 as c_char; 5];
        put(&mut field, "Attune");
        assert_eq!(field.map(|unit| unit as u8), *b"Attu\0");
        put(&mut field, "A");
        assert_eq!(field.map(|unit| unit as u8), *b"A\0\0\0\0");
    }

    #[test]
    fn put_wide_when_a_pair_does_not_fit_expect_neither_half_of_it() {
        let mut field = [1u16; 4];
        put_wide(&mut field, "ab🎙");
        assert_eq!(field, [b'a' as u16, b'b' as u16, 0, 0]);
        // SAFETY: the field ends with a zero.
        assert_eq!(unsafe { from_wide(field.as_ptr()) }, "ab");
    }

    #[test]
    fn from_wide_when_a_text_has_no_end_expect_127_characters() {
        let endless = [b'x' as u16; 127];
        // SAFETY: good for 127 characters.
        assert_eq!(unsafe { from_wide(endless.as_ptr()) }, "x".repeat(127));
    }
}
