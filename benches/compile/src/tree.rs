//! The trees that `phone_tree!` compiles here: rings of menus with five keys, and chains of `goto`.

/// From each state, the five keys lead this many states on.
pub const LEAPS: [usize; 5] = [1, 2, 3, 5, 8];

/// What the menus of a ring say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Prompts {
    /// One announcement for all keys, the same in every state.
    #[expect(clippy::allow_attributes, reason = "each bench that shares this file uses a part of it")]
    #[allow(dead_code)]
    Same,
    /// Five announcements a state, one a key. No announcement occurs twice in the tree.
    Different,
    /// The same, with three of the five options under conditions.
    #[expect(clippy::allow_attributes, reason = "each bench that shares this file uses a part of it")]
    #[allow(dead_code)]
    Conditional,
}

/// The conditions of the five options.
const CONDITIONS: [Option<&str>; 5] = [Some("open"), Some("!open"), Some("member"), None, None];

/// A ring of `size` menus: the input of `phone_tree!`.
pub fn ring(size: usize, prompts: Prompts) -> String {
    let states: String = (0..size)
        .map(|state| {
            let arms: String = (1..)
                .zip(LEAPS)
                .zip(CONDITIONS)
                .map(|((key, leap), condition)| {
                    let condition = condition.filter(|_| prompts == Prompts::Conditional);
                    let condition = condition.map(|name| format!(" if {name}")).unwrap_or_default();
                    format!("{key}{condition} => S{}, ", (state + leap) % size)
                })
                .collect();
            let said = said(state, prompts);
            format!("        state S{state} {{ gather key {{ {said} }} match {{ {arms}}} }}\n")
        })
        .collect();
    let data = match prompts {
        Prompts::Conditional => "data { open: bool = true, member: bool = true }\n        ",
        Prompts::Same | Prompts::Different => "",
    };
    format!(
        "    pub tree Ring {{\n        start S0;\n        {data}\
         everywhere {{ silence | _ => retry 2 {{ say \"Sorry?\"; }} then Bye }}\n{states}        \
         state Bye {{ say \"Goodbye.\"; hangup; }}\n    }}\n"
    )
}

/// A chain of `size` states, each with words of its own and a `goto` to the next: the input of `phone_tree!`.
#[expect(clippy::allow_attributes, reason = "each bench that shares this file uses a part of it")]
#[allow(dead_code)]
pub fn chain(size: usize) -> String {
    let states: String = (0..size)
        .map(|state| format!("        state S{state} {{ say \"{}.\"; goto S{}; }}\n", name(state), state + 1))
        .collect();
    format!(
        "    pub tree Chain {{\n        start S0;\n{states}        \
         state S{size} {{ say \"Goodbye.\"; hangup; }}\n    }}\n"
    )
}

fn said(state: usize, prompts: Prompts) -> String {
    const KEYS: [&str; 5] = ["one", "two", "three", "four", "five"];
    match prompts {
        Prompts::Same => "say \"Press one, two, three, four or five.\";".to_owned(),
        Prompts::Different | Prompts::Conditional => (0..)
            .zip(KEYS)
            .zip(CONDITIONS)
            .map(|((place, key), condition)| {
                let said = format!("say \"For {}, press {key}.\"; ", name(state * KEYS.len() + place));
                match condition.filter(|_| prompts == Prompts::Conditional) {
                    Some(condition) => format!("if {condition} {{ {said}}} "),
                    None => said,
                }
            })
            .collect(),
    }
}

/// A made-up department; each number has another.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "lo", "ri", "mu", "ne", "ka", "vi", "so", "ta", "pe", "du", "li", "go", "ma", "fe", "zo"];
    let mut name = String::from("the ");
    let mut rest = number + 256;
    while rest > 0 {
        name.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    name + " department"
}
