//! French, as telephone prompts and callers speak it in France, Belgium, Switzerland and Canada.

use std::sync::OnceLock;

use super::{Large, Numbers, Prompts, Spoken, Vocabulary};

pub(super) static FRENCH: Vocabulary = Vocabulary {
    index: OnceLock::new(),
    numbers: Numbers {
        small: [
            "zero", "un/une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
            "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf",
        ],
        tens: [
            "vingt",
            "trente",
            "quarante",
            "cinquante",
            "soixante",
            "septante",
            "quatre vingt/quatre vingts/huitante/octante",
            "nonante",
        ],
        joint: "et",
        ones_first: false,
        by_twenties: true,
    },
    star: &["etoile", "asterisque"],
    pound: &["diese", "croisillon", "carre"],
    spoken: Spoken {
        index: OnceLock::new(),
        polite: "tapez touche numero option choix chiffre le la l c est s il vous te plait svp merci \
                 je voudrais veux choisis prends euh alors donc oui bonjour beaucoup ca serait sera \
                 donnez donne moi vais prendre choisir ce mon ma code postal client compte commande \
                 telephone pin d accord bon bah ben madame monsieur mademoiselle tout toute plutot et ben",
        hesitation: "euh alors donc ben",
        zero: "",
        alone: &[],
        ordinals: [
            "premier/premiere",
            "deuxieme/second/seconde",
            "troisieme",
            "quatrieme",
            "cinquieme",
            "sixieme",
            "septieme",
            "huitieme",
            "neuvieme",
        ],
        ordinal_ends: "er ere re e eme ieme nd nde",
        ordinal_noun: "",
        times: &[
            ("double", 2),
            ("triple", 3),
            ("deux fois", 2),
            ("trois fois", 3),
            ("2 fois", 2),
            ("3 fois", 3),
        ],
        double: "",
        large: Large {
            hundred: "cent/cents",
            thousand: "mille",
            alone: true,
            hundreds: &[],
            joint: "",
            one_word: false,
        },
    },
    prompts: Prompts {
        press: "tapez taper tapant faites appuyez appuyer appuyant pressez presser composez composer composant \
                saisissez saisir choisissez choisir entrez selectionnez selectionner dites touche",
        filler: "la le les l sur touche touches numero chiffre bouton option simplement maintenant du clavier",
        and: "ou et puis soit",
        after: "pour si afin a sur maintenant lorsque quand en suivi plus suivie svp s sinon ensuite dans avec apres \
                avant",
        noun: "",
        counted: "fois chiffre chiffres caractere caracteres lettre lettres seconde secondes minute minutes h heure \
                  heures euro euros jour jours mois an ans touches reprises mots numeros options",
        mark: "le la touche",
        offer: "pour si",
        from: "entre de",
        to: "a et",
        ranking: "echelle notez note evaluez",
        other: &[
            "toute autre touche",
            "n importe quelle autre touche",
            "n importe quelle touche",
            "une autre touche",
            "toutes les autres touches",
            "l une des autres touches",
            "tout autre chiffre",
        ],
        emergency: "15 17 18",
        without: &[
            "si vous n en avez pas",
            "si vous n en avez aucun",
            "si vous n avez pas",
            "si vous n avez aucun",
            "si vous n avez aucune",
            "si vous ne l avez pas",
            "si vous ne connaissez pas",
            "si vous ne le connaissez pas",
            "pour ignorer",
        ],
        beep: &[
            "apres le bip",
            "apres le signal",
            "apres la tonalite",
            "au bip",
            "au signal",
            "attendez le bip",
            "attendez le signal",
            "entendez le bip",
            "entendrez le bip",
        ],
    },
};
