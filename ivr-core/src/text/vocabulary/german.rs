//! German, as telephone prompts and callers speak it. Its verb may stand at the end: "bitte die 1 drücken".

use std::sync::OnceLock;

use super::{Large, Numbers, Prompts, Spoken, Vocabulary};

pub(super) static GERMAN: Vocabulary = Vocabulary {
    index: OnceLock::new(),
    numbers: Numbers {
        small: [
            "null",
            "eins",
            "zwei/zwo",
            "drei",
            "vier",
            "funf/fuenf",
            "sechs",
            "sieben",
            "acht",
            "neun",
            "zehn",
            "elf",
            "zwolf/zwoelf",
            "dreizehn",
            "vierzehn",
            "funfzehn",
            "sechzehn",
            "siebzehn",
            "achtzehn",
            "neunzehn",
        ],
        tens: ["zwanzig", "dreissig", "vierzig", "funfzig", "sechzig", "siebzig", "achtzig", "neunzig"],
        joint: "und",
        ones_first: true,
        by_twenties: false,
    },
    star: &["stern", "sternchen", "sterntaste", "stern taste"],
    pound: &["raute", "rautetaste", "rautentaste", "raute taste", "rautezeichen", "doppelkreuz"],
    spoken: Spoken {
        index: OnceLock::new(),
        polite: "drucke wahle nehme nehm nehmen gut lieber eher taste nummer ziffer zahl option punkt die den das der bitte \
                 danke schon sehr ich mochte hatte wurde will gerne gern es ist ware ah ahm also dann \
                 ja ok okay so guten tag hallo meine mein postleitzahl plz lautet lauten pin \
                 kundennummer bestellung bestellnummer telefonnummer code konto kontonummer",
        hesitation: "ah ahm also hm",
        zero: "",
        alone: &[],
        ordinals: [
            "erste/ersten/erster/erstens/allererste",
            "zweite/zweiten/zweiter/zweitens",
            "dritte/dritten/dritter/drittens",
            "vierte/vierten/vierter",
            "funfte/funften/funfter",
            "sechste/sechsten/sechster",
            "siebte/siebten/siebter/siebente",
            "achte/achten/achter",
            "neunte/neunten/neunter",
        ],
        ordinal_ends: "te ten ter",
        ordinal_noun: "",
        times: &[
            ("doppel", 2),
            ("doppelt", 2),
            ("doppelte", 2),
            ("zweimal", 2),
            ("zwei mal", 2),
            ("2 mal", 2),
            ("dreimal", 3),
            ("drei mal", 3),
            ("3 mal", 3),
        ],
        double: "doppel",
        large: Large {
            hundred: "hundert",
            thousand: "tausend",
            alone: false,
            hundreds: &[],
            joint: "und",
            one_word: true,
        },
    },
    prompts: Prompts {
        press: "drucken drucke druckt druecken wahlen wahle wahlt waehlen tippen tippe tippt betatigen betatige \
                geben gib gebt sagen sage taste",
        filler: "sie bitte die der den das auf taste tasten zifferntaste ziffer zahl nummer jetzt einfach nun dann \
                 option eine",
        and: "oder und bzw sowie",
        after: "um fur wenn falls jetzt bitte ein auf am im zur zum in drucken druecken drucke wahlen waehlen wahle \
                tippen betatigen eingeben sagen dann danach gefolgt erneut damit sonst nur noch bevor nach spater",
        noun: "taste",
        counted: "mal sekunde sekunden minute minuten stunde stunden uhr tag tage tagen euro cent prozent ziffer \
                  ziffern zeichen stellen stellige stelligen buchstaben tasten jahre monate optionen \
                  moglichkeiten nummern",
        mark: "die taste ziffer zifferntaste zahl",
        offer: "fur um",
        from: "zwischen von",
        to: "bis und",
        ranking: "skala bewerten bewertung note",
        other: &[
            "jede andere taste",
            "eine andere taste",
            "einer anderen taste",
            "jeder anderen taste",
            "eine beliebige andere taste",
            "eine beliebige taste",
            "jede beliebige taste",
            "alle anderen tasten",
            "eine beliebige andere ziffer",
        ],
        emergency: "",
        without: &[
            "wenn sie keine",
            "wenn sie keinen",
            "wenn sie keins",
            "falls sie keine",
            "falls sie keinen",
            "falls sie keins",
            "haben sie keine",
            "haben sie keinen",
            "haben sie keins",
            "zum uberspringen",
        ],
    },
};
