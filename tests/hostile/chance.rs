//! What a seed decides.

/// SplitMix64: the same seed, the same file.
pub struct Chance(u64);

impl Chance {
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1d)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below a number.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// One of them.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }

    /// Some of them, each with chance of one in so many, at least one.
    pub fn some<T: Copy>(&mut self, of: &[T], one_in: u64) -> Vec<T> {
        let chosen: Vec<T> = (of.iter().copied())
            .filter(|_| self.below(one_in) == 0)
            .collect();
        if chosen.is_empty() {
            vec![self.one(of)]
        } else {
            chosen
        }
    }
}

/// What has to go: made up, in the form of the real.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// A personal number of 14 digits.
    pub number: String,
    /// A name in Cyrillic letters; only in hidden places, since the fonts of the files have Latin ones.
    pub name: String,
    /// The same in Latin letters.
    pub latin: String,
}

impl Secret {
    pub fn new(chance: &mut Chance) -> Self {
        let (sex, day, month) = (
            chance.below(2) + 1,
            chance.below(28) + 1,
            chance.below(12) + 1,
        );
        let (year, rest) = (1950 + chance.below(50), chance.below(100_000));
        let (name, latin) = chance.one(&[
            ("Мисалбеков", "Misalbekov"),
            ("Сынакова", "Synakova"),
            ("Шарттуубаев", "Sharttuubaev"),
            ("Үлгүлөева", "Ulguloeva"),
            ("Тестбекова", "Testbekova"),
        ]);
        Self {
            number: format!("{sex}{day:02}{month:02}{year}{rest:05}"),
            name: name.into(),
            latin: latin.into(),
        }
    }
}
