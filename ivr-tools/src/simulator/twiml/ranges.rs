//! The integer ranges of TwiML as this simulator accepts them: from Twilio's schema, documentation and error
//! dictionary, not from the table that the compiler and the writer share. A test compares both.

/// The range of an attribute, and the code for any other value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    element: &'static str,
    attribute: &'static str,
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) code: u16,
}

const fn range(element: &'static str, attribute: &'static str, least: u32, most: u32, code: u16) -> Range {
    Range { element, attribute, least, most, code }
}

/// The maximum if none is documented.
const OPEN: u32 = i32::MAX as u32;

/// The maximum duration of a call in an account with 24-hour calls, in seconds.
const DAY: u32 = 86_400;

const RANGES: [Range; 12] = [
    range("Conference", "maxParticipants", 1, 250, 12200),
    range("Dial", "timeLimit", 1, DAY, 13216),
    range("Dial", "timeout", 5, 600, 13212),
    range("Gather", "maxSpeechTime", 1, OPEN, 13328),
    range("Gather", "numDigits", 1, OPEN, 13314),
    range("Gather", "speechTimeout", 1, OPEN, 13327),
    range("Gather", "timeout", 1, OPEN, 13313),
    range("Pause", "length", 1, OPEN, 13910),
    range("Play", "loop", 0, OPEN, 13410),
    range("Record", "maxLength", 2, DAY, 13612),
    range("Record", "timeout", 1, OPEN, 13611),
    range("Say", "loop", 0, OPEN, 13510),
];

impl Range {
    /// Returns the range of an attribute that is a whole number.
    pub(super) fn of(element: &str, attribute: &str) -> Option<Self> {
        RANGES.into_iter().find(|range| range.element == element && range.attribute == attribute)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ivr_core::twiml::{ATTRIBUTES, Values};

    use super::*;

    /// Twilio's schema: elements and attributes, with their types.
    fn schema() -> BTreeMap<(&'static str, &'static str), &'static str> {
        let lines = include_str!("schema.tsv").lines().filter(|line| !line.starts_with('#'));
        lines
            .map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
                [element, attribute, kind] => ((element, attribute), kind),
                _ => panic!("{line}"),
            })
            .collect()
    }

    #[test]
    fn every_attribute_that_a_tree_writes_is_in_twilios_schema_with_its_type() {
        let schema = schema();
        assert!(schema.len() > 90, "{}", schema.len());
        for attribute in ATTRIBUTES {
            let kind = schema.get(&(attribute.element, attribute.name));
            let is_whole = matches!(attribute.values, Values::Whole(_));
            // `speechTimeout` may also be `auto`, and `maxParticipants` is a string in the schema.
            let expected = is_whole && !matches!(attribute.name, "speechTimeout" | "maxParticipants");
            assert_eq!(kind.map(|kind| *kind == "int"), Some(expected), "{attribute:?} {kind:?}");
        }
    }

    #[test]
    fn every_whole_number_of_a_tree_is_one_that_this_simulator_takes() {
        for attribute in ATTRIBUTES {
            let Values::Whole(ours) = attribute.values else { continue };
            let range = Range::of(attribute.element, attribute.name).unwrap();
            assert!(range.least <= ours.least && ours.most <= range.most, "{attribute:?} {range:?}");
            // The range must not be narrower than Twilio's, or valid documents would be refused.
            assert_eq!(range.least, ours.least, "{attribute:?} {range:?}");
            assert!(attribute.source.contains(&range.code.to_string()), "{attribute:?} {range:?}");
        }
    }

    #[test]
    fn every_range_belongs_to_a_whole_number_of_the_schema() {
        let schema = schema();
        for Range { element, attribute, .. } in RANGES {
            let kind = schema.get(&(element, attribute));
            let is_text = matches!(attribute, "speechTimeout" | "maxParticipants");
            assert!(kind == Some(&"int") || is_text, "{element} {attribute} {kind:?}");
        }
    }
}
