//! Word boundaries in scripts without blanks.

/// How a script separates words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Script {
    /// By blanks.
    Spaced,
    /// Chinese characters, in Chinese and Japanese.
    Han,
    Hiragana,
    Katakana,
    /// Korean: blanks between words, but particles are written onto them.
    Hangul,
    /// Thai, Lao, Burmese, Khmer.
    Thai,
}

impl Script {
    pub(super) fn of(c: char) -> Self {
        // The fast path for most characters.
        if c < '\u{E00}' {
            return Self::Spaced;
        }
        match c {
            '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' => Self::Thai,
            '\u{3005}'
            | '\u{3007}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}' => Self::Han,
            '\u{3040}'..='\u{309F}' => Self::Hiragana,
            '\u{30A0}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' => Self::Katakana,
            '\u{AC00}'..='\u{D7AF}' | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' => Self::Hangul,
            _ => Self::Spaced,
        }
    }

    /// Returns how many letters a phrase needs to be distinguished from the inside of another word.
    const fn distinct(self) -> usize {
        match self {
            Self::Spaced => usize::MAX,
            Self::Han => 2,
            Self::Hangul | Self::Thai => 3,
            Self::Hiragana | Self::Katakana => 4,
        }
    }

    /// Returns what may directly follow a short word without being part of it.
    const fn behind(self) -> &'static [&'static str] {
        match self {
            Self::Spaced | Self::Katakana => &[],
            Self::Han => &["的", "了", "吧", "啊", "呢", "呀", "哦", "嘛"],
            Self::Hiragana => {
                &["です", "そう", "お", "ね", "よ", "は", "が", "を", "に", "で", "と", "も", "の", "だ"]
            }
            Self::Hangul => &[
                "이에요",
                "입니다",
                "이요",
                "예요",
                "요",
                "에서",
                "에게",
                "에",
                "으로",
                "로",
                "은",
                "는",
                "이",
                "가",
                "을",
                "를",
                "와",
                "과",
                "도",
                "만",
                "의",
                "부터",
                "까지",
                "하고",
                "이랑",
                "랑",
                "이나",
            ],
            Self::Thai => &["ครับ", "ค่ะ", "คะ", "จ้ะ", "นะ"],
        }
    }

    /// Returns what may directly precede a short word without being part of it.
    const fn before(self) -> &'static [&'static str] {
        match self {
            Self::Spaced | Self::Katakana | Self::Han | Self::Hangul | Self::Thai => &[],
            Self::Hiragana => &["あの", "えっと", "えーと", "えと", "まあ", "うん", "の", "を", "は", "が"],
        }
    }
}

/// How likely a word begins or ends at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Boundary {
    /// At a blank, or at a change of script.
    Clear,
    /// Between two letters of a script without blanks.
    Possible,
    /// Within a word.
    Inside,
}

impl Boundary {
    /// Returns the boundary at a place in a text in normal form.
    pub(super) fn at(said: &str, place: usize) -> Self {
        let before = said.get(..place).and_then(|text| text.chars().next_back());
        let after = said.get(place..).and_then(|text| text.chars().next());
        match (before, after) {
            (Some(before), Some(after)) => Self::between(before, after),
            _ => Self::Clear,
        }
    }

    /// Returns the boundary between two characters of a text in normal form.
    pub(super) fn between(before: char, after: char) -> Self {
        if before == ' ' || after == ' ' {
            return Self::Clear;
        }
        match (Script::of(before), Script::of(after)) {
            (Script::Spaced, Script::Spaced) => Self::Inside,
            (Script::Thai, Script::Thai) if leads(before) || depends(after) => Self::Inside,
            (one, other) if one == other => Self::Possible,
            _ => Self::Clear,
        }
    }
}

/// A vowel that is written before its consonant.
const fn leads(c: char) -> bool {
    matches!(c, '\u{E40}'..='\u{E44}' | '\u{EC0}'..='\u{EC4}')
}

/// A vowel or a tone of the letter before it.
const fn depends(c: char) -> bool {
    matches!(c,
        '\u{E30}'..='\u{E3A}' | '\u{E45}'..='\u{E4E}' | '\u{EB0}'..='\u{EBC}' | '\u{EC8}'..='\u{ECD}'
        | '\u{102B}'..='\u{103E}' | '\u{17B6}'..='\u{17D3}')
}

/// The boundaries that a phrase requires, computed before the first call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Ends {
    first: Script,
    last: Script,
    letters: usize,
    /// Whether the phrase has letters of several scripts, which cannot be the inside of one word.
    mixed: bool,
}

impl Ends {
    /// Returns the boundaries that a phrase in normal form requires, or `None` for an empty phrase.
    pub(super) fn of(phrase: &str) -> Option<Self> {
        let letters = || phrase.chars().filter(|letter| *letter != ' ').map(Script::of);
        let first = letters().next()?;
        let last = letters().next_back()?;
        let mixed = letters().any(|script| script != first);
        Some(Self { first, last, letters: letters().count(), mixed })
    }

    pub(super) const fn letters(self) -> usize {
        self.letters
    }

    /// Returns whether blanks within the phrase are ignored, because its script does not use them or uses them
    /// optionally.
    pub(super) fn ignores_blanks(self) -> bool {
        !self.mixed && self.first != Script::Spaced
    }

    /// Returns whether the phrase is a separate word at this place in a text.
    pub(super) fn fit(self, said: &str, start: usize, end: usize) -> bool {
        let (from, to) = (Boundary::at(said, start), Boundary::at(said, end));
        if from == Boundary::Inside || to == Boundary::Inside {
            return false;
        }
        let rest = said.get(end..).unwrap_or_default();
        let done = said.get(..start).unwrap_or_default();
        let begins = from == Boundary::Clear || ends_with(done, self.first.before());
        let ends = to == Boundary::Clear || starts_with(rest, self.last.behind());
        let distinct = |script: Script| self.mixed || self.letters >= script.distinct();
        // A Korean word of two syllables must have a clear beginning or end.
        let half = self.letters == 2 && self.first == Script::Hangul && (begins || ends);
        half || (begins || distinct(self.first)) && (ends || distinct(self.last))
    }
}

fn starts_with(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

fn ends_with(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(said: &str, phrase: &str) -> bool {
        let start = said.find(phrase).unwrap();
        Ends::of(phrase).unwrap().fit(said, start, start + phrase.len())
    }

    #[test]
    fn a_phrase_is_found_between_letters_of_a_script_without_blanks() {
        for (said, phrase) in [
            ("我需要开发票", "发票"),
            ("是的", "是"),
            ("メールで送って", "メール"),
            ("はいそうです", "はい"),
            ("このお客様", "お客様"),
            ("상담원연결", "상담원"),
            ("전화요금이요", "요금"),
            ("ขอดูบิลหน่อย", "บิล"),
            ("我的wifi坏了", "wifi"),
        ] {
            assert!(fits(said, phrase), "{phrase} in {said}");
        }
    }

    #[test]
    fn a_short_phrase_is_not_found_inside_another_word() {
        for (said, phrase) in [
            ("可是", "是"),
            ("アルコール", "コール"),
            ("はいけん", "はい"),
            ("필요금액", "요금"),
            ("동네", "네"),
            ("มากมาย", "มา"),
            ("wholesales", "sales"),
        ] {
            assert!(!fits(said, phrase), "{phrase} in {said}");
        }
    }
}
