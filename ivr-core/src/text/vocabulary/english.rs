//! English, as telephone prompts and callers speak it.

use std::sync::OnceLock;

use super::{Large, Numbers, Prompts, Spoken, Vocabulary};

pub(super) static ENGLISH: Vocabulary = Vocabulary {
    index: OnceLock::new(),
    numbers: Numbers {
        small: [
            "zero/nought/naught",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        tens: ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        joint: "",
        ones_first: false,
        by_twenties: false,
    },
    star: &["star", "asterisk"],
    pound: &["pound", "pound sign", "hash", "hash sign", "hash mark", "hashtag", "number sign"],
    spoken: Spoken {
        index: OnceLock::new(),
        polite: "press dial enter hit push say select choose take number option choice key button \
                 digit the please thanks thank you i d ll m would like want to it s is my uh um er \
                 okay ok yeah yes yep sure well so just very actually maybe much let me us have can could may give go \
                 with do that this be think guess believe hi hello good morning afternoon zip zipcode postal \
                 postcode code pin account card phone telephone order reference customer member id \
                 extension",
        hesitation: "uh um er erm hmm well",
        zero: "oh o",
        alone: &[("to", "2"), ("too", "2"), ("for", "4"), ("won", "1"), ("ate", "8")],
        ordinals: [
            "first/1st",
            "second/2nd",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
        ],
        ordinal_ends: "st nd rd th",
        ordinal_noun: "one",
        times: &[("double", 2), ("triple", 3), ("treble", 3)],
        double: "",
        large: Large {
            hundred: "hundred",
            thousand: "thousand",
            alone: false,
            hundreds: &[],
            joint: "and",
            one_word: false,
        },
    },
    prompts: Prompts {
        press: "press pressing dial dialing dialling hit hitting push pushing touch touching enter entering \
                select selecting choose choosing punch punching say saying",
        filler: "the a any number digit key button option either just simply now please again",
        and: "or and then",
        after: "for to if now when on at once again followed please in while otherwise instead any \
                anytime twice as after before but so until immediately below here by with later you we",
        noun: "key button",
        counted: "of digit digits time times second seconds minute minutes hour hours day days week weeks month \
                  months year years percent dollar dollars cent cents pounds am pm oclock number numbers character \
                  characters letter letters word words keys buttons people persons option options more",
        mark: "",
        offer: "for to if",
        from: "from between of",
        to: "to through thru and",
        ranking: "scale rate rating score",
        other: &[
            "any other key",
            "any other button",
            "any other number",
            "any other digit",
            "any other option",
            "all other keys",
            "any key",
            "any button",
        ],
        emergency: "",
        without: &[
            "if you have none",
            "if you have no",
            "if you do not have",
            "if you don t have",
            "if you do not know",
            "if you don t know",
            "if there is none",
            "to skip",
            "to leave it blank",
            "to leave it empty",
        ],
        beep: &[
            "after the tone",
            "after the beep",
            "after a tone",
            "after a beep",
            "at the tone",
            "at the beep",
            "for the tone",
            "for the beep",
            "following the tone",
            "following the beep",
            "hear the tone",
            "hear the beep",
        ],
    },
};
