//! The trees that random callers walk, each for a part of the language.

ivr::phone_tree! {
    /// Entries, phrases, an early key, words that taper, `back`, `again`, and arms that every gather inherits.
    pub(super) tree Bank {
        start Welcome;
        start callback Account;
        language en-GB;

        everywhere {
            '*'             => again,
            0 | "operator"  => Operator,
            8               => { say "Back to the top."; } then Menu,
            silence         => retry 2 { say "Are you there?"; } { say "Please press a key."; } then Operator,
            _               => retry 3 { say "No such choice."; } then { say "We give up."; } then Operator,
        }

        state Welcome { say "Welcome to the bank."; goto Menu; }

        state Menu {
            gather key or speech {
                first { say "Our menu has changed."; }
                say "For your account, press one. For a card, press two. For our hours, press three.";
            } match {
                1 | "account" | "my account" => Account,
                2 | "card"                   => Card,
                3 | "hours" above 0.5        => Hours,
                "goodbye"                    => { say "Goodbye."; } then end,
            }
        }

        state Account {
            gather 4..=6 keys, finish_on_key '#' { say "Enter your account, then press hash."; } match {
                entered => Card,
                1234    => Hours,
            }
        }

        #[allow(hangup_on_error, reason = "whoever has lost a card calls again")]
        state Card {
            gather 3 keys or speech, hints ["lost"] { say "Enter three keys, or say what happened."; } match {
                "stolen"  => Message,
                entered   => Operator,
                911       => hangup,
                _         => retry 1 { say "Three keys."; } then Menu,
                silence   => end,
            }
        }

        state Hours under Menu {
            gather key { say "Nine to five. Press any key."; } match {
                1           => again,
                silence | _ => back,
            }
        }

        state Message {
            say "Please leave a message.";
            record, max_length 1min, finish_on_key '#' match {
                recorded => { say "Thank you."; } then Queue,
                silence   => retry 1 { say "We could not hear you."; } then end,
            }
        }

        state Queue { enqueue "bank" match { bridged => end, full => end, left | hung_up | failed => hangup } }

        state Operator {
            dial ["+12345678901", "+12345678902"], timeout 10s match {
                answered                                 => end,
                busy                                     => retry 2 { say "Busy."; } then Message,
                no_answer | failed | canceled           => Message,
            }
        }

        scenario "what is inherited" {
            silence silence              => Menu;
            silence _ silence            => Operator;
            _ _ _                        => Menu;
            _ _ _ _                      => Operator;
            1 8                          => Menu;
            1 '*' 5555                   => Card;
            1 0                          => Operator;
            "an operator, please"        => Operator;
        }
        scenario "entries and words" {
            "my account" 1234            => Hours;
            1 123                        => Account;
            1 06457 "it was stolen"      => Message;
            2 737                        => Operator;
            2 _                          => Card;
            2 _ _                        => Menu;
            2 911                        => end;
            3 1 _ 2 silence              => end;
            "Goodbye!"                   => end;
        }
        scenario "what verbs come back with" {
            0 [busy] [busy]              => Operator;
            0 [busy] [busy] [busy]       => Message;
            0 [canceled] [silence]       => Message;
            0 [canceled] [silence] [silence] => end;
            0 [failed] [recorded]        => Queue;
            0 [failed] [recorded] [left] => end;
        }
        scenario "somebody is called back" from callback { 1234 _ => Menu; silence silence silence => Operator; }
    }
}

ivr::phone_tree! {
    /// Two states are asked again from others, so that they have counters of their own.
    pub(super) tree Vault {
        start Name;

        everywhere { _ => retry 2 { say "Pardon?"; } then Gone, silence => Gone }

        state Name { gather key { say "Press one to four for your name."; } match { 1 | 2 | 3 => Code, 4 => Question } }

        state Code {
            gather 4 keys { say "Enter your code."; } match {
                1111    => Name,
                2222    => Code,
                entered => Check,
                silence => retry 3 { say "Your code, please."; } then Gone,
            }
        }

        state Check {
            gather key { say "To confirm, press one. To enter it anew, press two. For another name, press three."; } match {
                1 => Open,
                2 => retry 2 { say "Enter it anew."; } { say "Once more."; } at Code then Question,
                3 => retry 1 { say "Say your name again."; } at Name then Gone,
            }
        }

        state Question {
            gather key { say "For another try, press one. To go back, press two. For another name, press three."; } match {
                1 => retry 4 { say "Another try."; } at Code then { say "No more tries."; } then Gone,
                2 => Check,
                3 => Name,
            }
        }

        state Open { say "Open."; redirect "https://vault.example/open"; }
        state Gone { say "Goodbye."; hangup; }

        scenario "every code is an attempt" {
            1 5555 2 5555 2               => Code;
            1 5555 2 5555 2 5555 2        => Question;
            1 5555 2 silence silence      => Code;
            1 5555 2 silence silence silence => end;
            4 1 5555 2 5555 2             => Question;
        }
        scenario "a fresh entry forgives" {
            1 5555 2 2222 5555 2 5555 2   => Code;
            1 5555 2 1111 1 5555 2 5555 2 => Code;
            1 5555 3                      => Name;
            1 5555 3 1 5555 3             => Gone;
        }
        scenario "a name is asked for twice" { _ _ => Name; _ _ _ => Gone; 2 5555 1 => Open; }
    }
}

ivr::phone_tree! {
    /// More states than one function takes.
    #[allow(prompt_key_mismatch, reason = "these callers know their way without a word")]
    #[allow(tree_too_deep, too_many_tries, hangup_on_error, reason = "a tower has many floors")]
    pub(super) tree Tower {
        start Ground;

        everywhere { silence => retry 5 { say "Which way?"; } then end, _ => again }

        state Ground { gather key match { 1 => Floor1, 3 => Floor5 } }
        state Floor1 { gather key match { 1 => Floor2, 2 => Ground, 3 => Floor22 } }
        state Floor2 { gather key match { 1 => Floor3, 2 => Floor1, 3 => Floor39 } }
        state Floor3 { gather key match { 1 => Floor4, 2 => Floor2, 3 => Floor16, 8 => { say "Mind the gap."; } then end } }
        state Floor4 { gather key match { 1 => Floor5, 2 => Floor3, 3 => Floor33 } }
        state Floor5 { gather key match { 1 => Floor6, 2 => Floor4, 3 => Floor10, 0 => Ground } }
        state Floor6 { gather key match { 1 => Floor7, 2 => Floor5, 3 => Floor27 } }
        state Floor7 { gather key match { 1 => Floor8, 2 => Floor6, 3 => Floor4 } }
        state Floor8 { gather key match { 1 => Floor9, 2 => Floor7, 3 => Floor21 } }
        state Floor9 { gather key match { 1 => Floor10, 2 => Floor8, 3 => Floor38 } }
        state Floor10 { gather key match { 1 => Floor11, 2 => Floor9, 3 => Floor15, 8 => { say "Mind the gap."; } then end } }
        state Floor11 { gather key match { 1 => Floor12, 2 => Floor10, 3 => Floor32 } }
        state Floor12 { gather key match { 1 => Floor13, 2 => Floor11, 3 => Floor9 } }
        state Floor13 { gather key match { 1 => Floor14, 2 => Floor12, 3 => Floor26 } }
        state Floor14 { gather key match { 1 => Floor15, 2 => Floor13, 3 => Floor3 } }
        state Floor15 { gather key match { 1 => Floor16, 2 => Floor14, 3 => Floor20 } }
        state Floor16 { gather key match { 1 => Floor17, 2 => Floor15, 3 => Floor37, 0 => Ground } }
        state Floor17 { gather key match { 1 => Floor18, 2 => Floor16, 3 => Floor14, 8 => { say "Mind the gap."; } then end } }
        state Floor18 { gather key match { 1 => Floor19, 2 => Floor17, 3 => Floor31 } }
        state Floor19 { gather key match { 1 => Floor20, 2 => Floor18, 3 => Floor8 } }
        state Floor20 { gather key match { 1 => Floor21, 2 => Floor19, 3 => Floor25 } }
        state Floor21 { gather key match { 1 => Floor22, 2 => Floor20, 3 => Floor2 } }
        state Floor22 { gather key match { 1 => Floor23, 2 => Floor21, 3 => Floor19 } }
        state Floor23 { gather key match { 1 => Floor24, 2 => Floor22, 3 => Floor36 } }
        state Floor24 { gather key match { 1 => Floor25, 2 => Floor23, 3 => Floor13, 8 => { say "Mind the gap."; } then end } }
        state Floor25 { gather key match { 1 => Floor26, 2 => Floor24, 3 => Floor30 } }
        state Floor26 { gather key match { 1 => Floor27, 2 => Floor25, 3 => Floor7 } }
        state Floor27 { gather key match { 1 => Floor28, 2 => Floor26, 3 => Floor24, 0 => Ground } }
        state Floor28 { gather key match { 1 => Floor29, 2 => Floor27, 3 => Floor1 } }
        state Floor29 { gather key match { 1 => Floor30, 2 => Floor28, 3 => Floor18 } }
        state Floor30 { gather key match { 1 => Floor31, 2 => Floor29, 3 => Floor35 } }
        state Floor31 { gather key match { 1 => Floor32, 2 => Floor30, 3 => Floor12, 8 => { say "Mind the gap."; } then end } }
        state Floor32 { gather key match { 1 => Floor33, 2 => Floor31, 3 => Floor29 } }
        state Floor33 { gather key match { 1 => Floor34, 2 => Floor32, 3 => Floor6 } }
        state Floor34 { gather key match { 1 => Floor35, 2 => Floor33, 3 => Floor23 } }
        state Floor35 { gather key match { 1 => Floor36, 2 => Floor34, 3 => Ground } }
        state Floor36 { gather key match { 1 => Floor37, 2 => Floor35, 3 => Floor17 } }
        state Floor37 { gather key match { 1 => Floor38, 2 => Floor36, 3 => Floor34 } }
        state Floor38 { gather key match { 1 => Floor39, 2 => Floor37, 3 => Floor11, 8 => { say "Mind the gap."; } then end, 0 => Ground } }
        state Floor39 { gather key match { 2 => Floor38, 3 => Floor28 } }
    }
}

ivr::phone_tree! {
    /// Nobody is there.
    pub(super) tree Closed {
        start Night;
        state Night { reject busy; }
    }
}

ivr::phone_tree! {
    /// Options that are there at some hours, own and inherited, some of them for the same key.
    #[allow(hangup_on_error, reason = "whoever is not understood calls again")]
    pub(super) tree Shop {
        start Menu;
        hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
        hours night, zone "Europe/Paris" { mon..=fri 20:00-23:00; }

        everywhere {
            0 if office     => Person,
            0 if !office    => Message,
            8 | "help" if night => { say "One moment."; } then Person,
            silence | _     => retry 3 { say "Sorry?"; } then end,
        }

        state Menu {
            gather key or speech {
                if office { say "For sales, press one. For support, press two."; }
                else { say "To leave a message, press one."; }
            } match {
                1 | "sales" if office     => Sales,
                1 | "message" if !office  => Message,
                2 | "support" if office   => Sales,
                hidden 8 if !office       => again,
                "help" if !night          => Message,
                "emergency"               => Person,
            }
        }
        state Sales {
            gather 1..=3 keys { say "Your order, please."; } match {
                entered        => Menu,
                hidden 77 if night => Person,
                hidden 0 if night => Menu,
            }
        }
        state Message { say "Please leave a message."; record match { recorded => Menu, silence => end } }
        state Person  { dial "+12345678900" match { answered => Menu, _ => end } }
    }
}
