//! What an utterance means in one state: the arm that its phrases speak for, if they speak for one.

use std::collections::HashMap;

use crate::{
    event::Event,
    text::{self, Phrases},
};

use super::Arm;

/// The phrases of a state and what they are for.
///
/// A phrase counts where it is not inside a longer one, whether the recogniser is sure of it or not: a doubtful
/// "no fever" is not heard as "fever". Phrases of several arms contradict each other, and no phrase settles it.
#[derive(Clone, Debug)]
pub(super) struct PhraseMatcher {
    phrases: Phrases,
    /// What each of the phrases is for.
    meanings: Vec<Meaning>,
}

/// The arms that one phrase stands in, the first that is sure enough counts: `"oui" above 0.8 => …, "oui" => …`.
#[derive(Clone, Debug)]
struct Meaning(Vec<Claim>);

#[derive(Clone, Copy, Debug)]
struct Claim {
    heard: Event,
    above: f32,
}

/// An arm that was spoken for.
#[derive(Clone, Copy)]
struct Voted {
    heard: Event,
    sure: bool,
}

impl PhraseMatcher {
    pub(super) fn new(arms: &[Arm<'_>]) -> Self {
        let (own, inherited): (Vec<&Arm<'_>>, Vec<&Arm<'_>>) = arms.iter().partition(|arm| !arm.inherited);
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut meanings: Vec<Meaning> = Vec::new();
        let mut phrases = Vec::new();
        // Of the same words the state's own arm comes before the inherited one.
        for arm in own.into_iter().chain(inherited) {
            for (phrase, above) in &arm.phrases {
                let words = text::normalise(phrase);
                let claim = Claim { heard: arm.heard.unwrap_or(Event::Else), above: *above };
                match places.get(&words).and_then(|place| meanings.get_mut(*place)) {
                    Some(meaning) => meaning.0.push(claim),
                    None => {
                        places.insert(words.clone(), meanings.len());
                        phrases.push(words);
                        meanings.push(Meaning(vec![claim]));
                    }
                }
            }
        }
        Self { phrases: Phrases::new(phrases), meanings }
    }

    /// The one arm that all phrases in an utterance speak for; `sure` is how sure the recogniser is, 0 to 1.
    pub(super) fn settle(&self, said: &str, sure: f32) -> Option<Event> {
        let meanings = self.phrases.said(said).into_iter().filter_map(|place| self.meanings.get(place));
        let mut votes = meanings.filter_map(|meaning| meaning.vote(sure));
        let first = votes.next()?;
        let all = votes.try_fold(first, |before, vote| {
            let sure = before.sure || vote.sure;
            (before.heard == vote.heard).then_some(Voted { sure, ..vote })
        })?;
        all.sure.then_some(all.heard)
    }

    /// Whether a spoken key is heard as well as the least of its arm's phrases has to be.
    pub(super) fn is_sure(&self, heard: Event, sure: f32) -> bool {
        let claims = self.meanings.iter().flat_map(|meaning| &meaning.0);
        let above = claims.filter(|claim| claim.heard == heard).map(|claim| claim.above);
        above.reduce(f32::min).is_none_or(|above| sure >= above)
    }
}

impl Meaning {
    fn vote(&self, sure: f32) -> Option<Voted> {
        let certain = self.0.iter().find(|claim| sure >= claim.above);
        let claim = certain.or(self.0.first())?;
        Some(Voted { heard: claim.heard, sure: certain.is_some() })
    }
}
