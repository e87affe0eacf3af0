//! Italian, as telephone prompts and callers speak it.

use std::sync::OnceLock;

use super::{Large, Numbers, Prompts, Spoken, Vocabulary};

pub(super) static ITALIAN: Vocabulary = Vocabulary {
    index: OnceLock::new(),
    numbers: Numbers {
        small: [
            "zero",
            "uno/una/un",
            "due",
            "tre",
            "quattro",
            "cinque",
            "sei",
            "sette",
            "otto",
            "nove",
            "dieci",
            "undici",
            "dodici",
            "tredici",
            "quattordici",
            "quindici",
            "sedici",
            "diciassette",
            "diciotto",
            "diciannove",
        ],
        tens: ["venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"],
        joint: "",
        ones_first: false,
        by_twenties: false,
    },
    star: &["asterisco", "stella", "stelletta"],
    pound: &["cancelletto", "hashtag", "hash"],
    spoken: Spoken {
        index: OnceLock::new(),
        polite: "premo scelgo prendo tasto numero opzione cifra il lo l la le per favore grazie prego \
                 vorrei voglio allora ehm eh e si mille buongiorno sarebbe mi dia direi facciamo beh signora signore sia \
                 mio cap codice postale cliente ordine conto pin telefono",
        hesitation: "ehm eh allora",
        zero: "",
        alone: &[],
        ordinals: [
            "primo/prima",
            "secondo/seconda",
            "terzo/terza",
            "quarto/quarta",
            "quinto/quinta",
            "sesto/sesta",
            "settimo/settima",
            "ottavo/ottava",
            "nono/nona",
        ],
        ordinal_ends: "o a",
        ordinal_noun: "",
        times: &[
            ("doppio", 2),
            ("doppia", 2),
            ("triplo", 3),
            ("tripla", 3),
            ("due volte", 2),
            ("tre volte", 3),
            ("2 volte", 2),
            ("3 volte", 3),
        ],
        double: "",
        large: Large {
            hundred: "cento",
            thousand: "mila/mille",
            alone: false,
            hundreds: &[],
            joint: "",
            one_word: true,
        },
    },
    prompts: Prompts {
        press: "prema premi premere premete premendo digiti digita digitare digitate digitando selezioni seleziona \
                selezionare selezionate scelga scegli schiacci componga componi comporre inserisca inserisci dica \
                pronunci tasto",
        filler: "il lo la l i gli sul tasto tasti numero cifra pulsante opzione ora adesso semplicemente",
        and: "o oppure e ed",
        after: "per se quando ora adesso in a ad al seguito altrimenti poi durante con mentre qualora dopo prima piu",
        noun: "",
        counted: "cifra cifre volta volte secondo secondi minuto minuti ore giorno giorni caratteri lettere euro \
                  anni mesi numeri tasti opzioni parole",
        mark: "il lo l tasto",
        offer: "per se",
        from: "tra fra da dal dall",
        to: "a al all ad e",
        ranking: "scala valuti voto valutazione punteggio",
        other: &[
            "qualsiasi altro tasto",
            "qualunque altro tasto",
            "un altro tasto",
            "ogni altro tasto",
            "un qualsiasi altro tasto",
            "qualsiasi tasto",
            "un tasto qualsiasi",
            "qualsiasi altro numero",
        ],
        emergency: "",
    },
};
