//! Recognizes keys in languages without blanks: Chinese, Japanese, Korean and Thai. The longest known word is taken
//! first.

use std::sync::OnceLock;

use super::{super::trie::Trie, token::Token};

/// The words of a language by category, separated by slashes.
struct Rows {
    zero_to_nine: [&'static str; 10],
    ten: &'static str,
    star: &'static str,
    pound: &'static str,
    ordinals: [&'static str; 9],
    polite: &'static str,
    hesitation: &'static str,
    counted: &'static str,
}

/// The words of a language, indexed by their letters.
pub(super) struct Known {
    words: Trie<Token<'static>>,
}

impl Known {
    /// Returns the words for a BCP 47 tag, or `None` for an unknown language.
    pub(super) fn of(tag: &str) -> Option<&'static Self> {
        static ALL: [OnceLock<Known>; 4] =
            [OnceLock::new(), OnceLock::new(), OnceLock::new(), OnceLock::new()];
        let language = tag.split('-').next().unwrap_or_default();
        let known: [(&str, usize, &'static Rows); 6] = [
            ("zh", 0, &CHINESE),
            ("cmn", 0, &CHINESE),
            ("yue", 0, &CHINESE),
            ("ja", 1, &JAPANESE),
            ("ko", 2, &KOREAN),
            ("th", 3, &THAI),
        ];
        let (_, place, rows) = known.into_iter().find(|(name, _, _)| name.eq_ignore_ascii_case(language))?;
        ALL.get(place).map(|known| known.get_or_init(|| Self::new(rows)))
    }

    fn new(rows: &'static Rows) -> Self {
        let mut words = Trie::default();
        let numbers = (0..).zip(rows.zero_to_nine).map(|(number, names)| (names, Token::Number(number)));
        let ordinals = (1..).zip(rows.ordinals).map(|(number, names)| (names, Token::Ordinal(number)));
        let others = [
            (rows.ten, Token::Number(10)),
            (rows.star, Token::Sign("*")),
            (rows.pound, Token::Sign("#")),
            (rows.polite, Token::Polite),
            (rows.hesitation, Token::Hesitation),
            (rows.counted, Token::Counted),
        ];
        for (names, token) in numbers.chain(ordinals).chain(others) {
            for name in names.split('/').filter(|name| !name.is_empty()) {
                words.add(name.chars().filter(|letter| *letter != ' '), token);
            }
        }
        Self { words }
    }

    /// Returns the tokens of an utterance in normal form. Blanks are ignored.
    pub(super) fn tokens<'a>(&'static self, said: &'a str) -> Letters<'a> {
        Letters { known: self, said, at: 0 }
    }

    /// Returns the longest word at a place, and its end.
    fn longest(&self, said: &str, start: usize) -> Option<(Token<'static>, usize)> {
        let mut at = Trie::<Token<'static>>::START;
        let mut found = None;
        for (place, letter) in said.get(start..)?.char_indices().filter(|(_, letter)| *letter != ' ') {
            let Some(next) = self.words.next(at, letter) else { break };
            at = next;
            if let Some(token) = self.words.ends(at).first() {
                found = Some((*token, start + place + letter.len_utf8()));
            }
        }
        found
    }
}

/// The tokens of an utterance.
pub(super) struct Letters<'a> {
    known: &'static Known,
    said: &'a str,
    at: usize,
}

impl Letters<'_> {
    /// Reads a number below 100 at a place: "二十三".
    fn number(&self, first: u32, end: usize) -> (u32, usize) {
        let next = |place: usize| match self.known.longest(self.said, place) {
            Some((Token::Number(number), end)) => Some((number, end)),
            _ => None,
        };
        let (tens, end) = match next(end) {
            Some((10, over)) if (1..10).contains(&first) => (first * 10, over),
            _ => (first, end),
        };
        match next(end) {
            Some((ones, over)) if tens >= 10 && (1..10).contains(&ones) => (tens + ones, over),
            _ => (tens, end),
        }
    }
}

impl<'a> Iterator for Letters<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.said.get(self.at..)?;
        let start = self.at + rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
        let known = self.known.longest(self.said, start);
        if figures > 0 && known.is_none() {
            self.at = start + figures;
            return rest.get(..figures).map(Token::Figures);
        }
        match known {
            Some((Token::Number(number), end)) => {
                let (number, end) = self.number(number, end);
                self.at = end;
                Some(Token::Number(number))
            }
            Some((token, end)) => {
                self.at = end;
                Some(token)
            }
            None => {
                self.at = start + rest.chars().next()?.len_utf8();
                Some(Token::Other)
            }
        }
    }
}

static CHINESE: Rows = Rows {
    zero_to_nine: ["零/〇/○", "一/幺/壹", "二/两/兩", "三", "四", "五", "六", "七", "八", "九"],
    ten: "十",
    star: "星号/星號/星号键/米字键",
    pound: "井号/井號/井号键/井字键",
    ordinals: [
        "第一/第一个/第一個/第一项",
        "第二/第二个/第二個/第二项",
        "第三/第三个/第三個/第三项",
        "第四/第四个/第四個",
        "第五/第五个/第五個",
        "第六/第六个/第六個",
        "第七/第七个/第七個",
        "第八/第八个/第八個",
        "第九/第九个/第九個",
    ],
    polite: "请/請/按/按键/选/選/选择/選擇/号/號/号键/键/键盘/选项/選項/我/我要/我选/我選/我想要/谢谢/謝謝/数字/数字键/\
             邮编/邮政编码/邮编是/我的邮编是/号码/号码是/我的号码是/密码是/是/的/好的/你好/吧",
    hesitation: "嗯/呃/那个",
    counted: "块/元/次/个人/点/小时/年/天/分钟/个",
};

static JAPANESE: Rows = Rows {
    zero_to_nine: [
        "零/〇/○/ゼロ/れい/まる/マル/ぜろ",
        "一/いち/イチ",
        "二/に/ニ",
        "三/さん/サン",
        "四/よん/ヨン",
        "五/ご/ごー/ゴ",
        "六/ろく/ロク",
        "七/なな/ナナ/しち",
        "八/はち/ハチ",
        "九/きゅう/キュウ",
    ],
    ten: "十/じゅう",
    star: "米印/アスタリスク/スター/こめじるし",
    pound: "シャープ/いげた",
    ordinals: [
        "一番目/1番目/一つ目/1つ目/ひとつめ/最初",
        "二番目/2番目/二つ目/2つ目/ふたつめ",
        "三番目/3番目/三つ目/3つ目/みっつめ",
        "四番目/4番目/四つ目/4つ目",
        "五番目/5番目/五つ目/5つ目",
        "六番目/6番目",
        "七番目/7番目",
        "八番目/8番目",
        "九番目/9番目",
    ],
    polite: "番/番号/番に/の/の番/を/で/です/ですね/は/と/お願いします/おねがいします/でお願いします/にお願いします/にします/します/番にします/にする/にして/\
             ください/下さい/お願い/ボタン/押します/のやつ/郵便番号/郵便番号は/私の/電話番号/電話番号は/はい",
    hesitation: "えっと/えーと/あの/えー",
    counted: "円/時間/人/回/回目/年/日/分/つ",
};

static KOREAN: Rows = Rows {
    zero_to_nine: [
        "공/영/제로",
        "일/하나",
        "이/둘",
        "삼/셋",
        "사/넷",
        "오/다섯",
        "육/륙/여섯",
        "칠/일곱",
        "팔/여덟",
        "구/아홉",
    ],
    ten: "십/열",
    star: "별표/별",
    pound: "우물정/우물정자/샵",
    ordinals: [
        "첫번째/1번째/첫째",
        "두번째/2번째/둘째",
        "세번째/3번째/셋째",
        "네번째/4번째",
        "다섯번째/5번째",
        "여섯번째",
        "일곱번째",
        "여덟번째",
        "아홉번째",
    ],
    polite: "번/번이요/번요/번입니다/번으로/할게요/할께요/번할게요/번호/번호는/요/이요/이에요/예요/입니다/을/를/로/으로/눌러주세요/누를게요/주세요/해주세요/\
             부탁합니다/부탁드립니다/부탁해요/거요/것/감사합니다/우편번호/우편번호는/제/전화번호는/네",
    hesitation: "음/어/그",
    counted: "원/시간/개/명/년/월/일동안/번이나/분동안",
};

static THAI: Rows = Rows {
    zero_to_nine: ["ศูนย์", "หนึ่ง/เอ็ด", "สอง/ยี่", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"],
    ten: "สิบ",
    star: "ดอกจัน",
    pound: "สี่เหลี่ยม",
    ordinals: [
        "ที่หนึ่ง/แรก/ที่1",
        "ที่สอง/ที่2",
        "ที่สาม/ที่3",
        "ที่สี่/ที่4",
        "ที่ห้า/ที่5",
        "ที่หก/ที่6",
        "ที่เจ็ด/ที่7",
        "ที่แปด/ที่8",
        "ที่เก้า/ที่9",
    ],
    polite: "กด/หมายเลข/ข้อ/อัน/ขอ/เอา/เบอร์/เลข/ปุ่ม/ครับ/ค่ะ/คะ/นะ/รหัสไปรษณีย์/รหัสไปรษณีย์คือ/คือ/รหัส/ของผม/ของฉัน/ขอบคุณ",
    hesitation: "เอ่อ/อืม",
    counted: "บาท/ชั่วโมง/คน/ครั้ง/ปี/วัน/นาที",
};
