//! Patterns of block sizes.

/// Largest block that is passed to a plugin.
pub const LARGEST: usize = 100_000;

#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    Fixed(usize),
    Random { state: u64, least: usize, most: usize },
    Cycle { sizes: Vec<usize>, next: usize },
}

impl Pattern {
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let wrong =
            || format!("--blocks is \"{text}\", allowed are N, random:SEED:MIN-MAX and list:N,N,… up to {LARGEST}");
        let size = |text: &str| text.parse().ok().filter(|size| *size <= LARGEST).ok_or_else(wrong);
        if let Some(list) = text.strip_prefix("list:") {
            let sizes = list.split(',').map(size).collect::<Result<Vec<usize>, _>>()?;
            return if sizes.iter().any(|size| *size > 0) {
                Ok(Pattern::Cycle { sizes, next: 0 })
            } else {
                Err(wrong())
            };
        }
        if let Some(random) = text.strip_prefix("random:") {
            let (seed, range) = random.split_once(':').ok_or_else(wrong)?;
            let (least, most) = range.split_once('-').ok_or_else(wrong)?;
            let (least, most) = (size(least)?, size(most)?);
            let state = seed.parse::<u64>().map_err(|_| wrong())?;
            return if most > 0 && least <= most {
                Ok(Pattern::Random { state, least, most })
            } else {
                Err(wrong())
            };
        }
        match size(text)? {
            0 => Err(wrong()),
            fixed => Ok(Pattern::Fixed(fixed)),
        }
    }

    /// The next block's frames, may be 0.
    pub fn next(&mut self) -> usize {
        match self {
            Pattern::Fixed(size) => *size,
            Pattern::Random { state, least, most } => {
                let span = (*most - *least + 1) as u64;
                *least + (split_mix(state) % span) as usize
            }
            Pattern::Cycle { sizes, next } => {
                let size = sizes[*next];
                *next = (*next + 1) % sizes.len();
                size
            }
        }
    }
}

/// Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
pub fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
