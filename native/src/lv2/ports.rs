//! Port numbers, from the generated macro table: audio in, audio out, `enabled`, the other macros, `latency`,
//! `freewheel`. The ttl files are written from the same table.

use crate::generated::params::{MACROS, MACRO_BYPASS, MACRO_COUNT};

/// What a port number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    AudioIn(usize),
    AudioOut(usize),
    /// The inverse of Bypass.
    Enabled,
    Macro(usize),
    Latency,
    Freewheel,
}

/// Meaning of a port number of the plugin with this many channels.
pub fn port(channels: usize, number: usize) -> Option<Port> {
    if number < channels {
        return Some(Port::AudioIn(number));
    }
    if number < 2 * channels {
        return Some(Port::AudioOut(number - channels));
    }
    match number - 2 * channels {
        MACRO_BYPASS => Some(Port::Enabled),
        index if index < MACRO_COUNT => Some(Port::Macro(index)),
        MACRO_COUNT => Some(Port::Latency),
        index if index == MACRO_COUNT + 1 => Some(Port::Freewheel),
        _ => None,
    }
}

pub fn count(channels: usize) -> usize {
    2 * channels + MACRO_COUNT + 2
}

/// LV2 symbol of a control port.
pub fn symbol(port: Port) -> Option<&'static str> {
    match port {
        Port::Enabled => Some("enabled"),
        Port::Macro(index) => Some(MACROS[index].id),
        Port::Latency => Some("latency"),
        Port::Freewheel => Some("freewheel"),
        Port::AudioIn(_) | Port::AudioOut(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Symbols by port number, read from a ttl file.
    fn symbols_of(ttl: &str) -> Vec<String> {
        let field = |line: &str, name: &str| line.trim().strip_prefix(name).map(|rest| rest.trim().to_owned());
        let mut numbers = Vec::new();
        let mut symbols = Vec::new();
        for line in ttl.lines() {
            if let Some(number) = field(line, "lv2:index") {
                numbers.push(number.trim_end_matches([' ', ';']).parse::<usize>().unwrap());
            } else if let Some(symbol) = field(line, "lv2:symbol").filter(|_| numbers.len() > symbols.len()) {
                symbols.push(symbol.trim_end_matches([' ', ';']).trim_matches('"').to_owned());
            }
        }
        assert!(numbers.iter().enumerate().all(|(i, number)| i == *number));
        symbols
    }

    #[test]
    fn ports_when_compared_with_the_ttl_expect_the_same_symbols() {
        for (channels, ttl) in [
            (1, include_str!("../../lv2/mono.ttl")),
            (2, include_str!("../../lv2/stereo.ttl")),
        ] {
            let symbols = symbols_of(ttl);
            assert_eq!(symbols.len(), count(channels));
            for (number, from_ttl) in symbols.iter().enumerate() {
                match symbol(port(channels, number).unwrap()) {
                    Some(ours) => assert_eq!(from_ttl, ours),
                    None => assert!(from_ttl.starts_with(if number < channels { "in" } else { "out" })),
                }
            }
            assert_eq!(port(channels, symbols.len()), None);
        }
    }
}
