//! Two phrases that differ in accents, case and punctuation alone.

ivr::phone_tree! {
    pub tree Line {
        start Fever;
        language fr-FR;

        everywhere { silence | _ => retry 1 { say "Pardon ?"; } then Person }

        state Fever {
            gather key or speech { say "Avez-vous de la fièvre ? Pour oui, tapez 1. Pour non, tapez 2."; } match {
                1 | "J'ai de la fièvre." => Person,
                2 | "j ai de la FIEVRE" => Advice,
            }
        }

        state Advice { say "Reposez-vous."; hangup; }
        state Person { enqueue "samu" match { bridged | _ => end } }
    }
}

fn main() {
    assert_ne!(Line::Advice, Line::Person);
}
