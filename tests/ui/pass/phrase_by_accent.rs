//! A phrase around another: the longer one hides the one inside it.

ivr::phone_tree! {
    pub tree Line {
        start Fever;
        language fr-FR;

        everywhere { silence | _ => retry 1 { say "Pardon ?"; } then Person }

        state Fever {
            gather key or speech { say "Avez-vous de la fièvre ? Pour oui, tapez 1. Pour non, tapez 2."; } match {
                1 | "J'ai de la fièvre." => Person,
                2 | "je ne crois pas que j'ai de la fièvre" => Advice,
            }
        }

        state Advice { say "Reposez-vous."; hangup; }
        state Person { enqueue "samu" match { bridged | _ => end } }
    }
}

#[test]
fn runs() {
    assert_ne!(Line::Advice, Line::Person);
}
