//! Selects the arm whose phrases occur in an utterance, if there is exactly one.

use std::collections::HashMap;

use crate::{
    event::Event,
    text::{self, Phrases},
};

use super::Arm;

/// The phrases of a state and what they are for.
///
/// A phrase counts if it is not part of a longer phrase in the utterance, regardless of the confidence: an uncertain
/// "no fever" is not matched as "fever". If phrases of several arms occur, none of them is selected.
#[derive(Clone, Debug)]
pub(super) struct PhraseMatcher {
    phrases: Phrases,
    /// The arms for each phrase.
    meanings: Vec<Meaning>,
}

/// The arms that contain a phrase. The first whose confidence is reached counts: `"oui" above 0.8 => …, "oui" => …`.
#[derive(Clone, Debug)]
struct Meaning(Vec<Claim>);

#[derive(Clone, Copy, Debug)]
struct Claim {
    heard: Event,
    above: f32,
}

/// An arm that was selected by a phrase.
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
        // If both have the same phrase, the arm of the state precedes the inherited one.
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

    /// Returns the only arm that the phrases in an utterance select. `sure` is the confidence of the recognizer, 0 to
    /// 1.
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

    /// Returns whether a spoken key has the minimum confidence that the phrases of its arm require.
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
