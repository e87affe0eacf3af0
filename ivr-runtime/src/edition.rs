//! What a tree says at one time: its words, and the documents that are made of them. A request takes one edition and
//! uses no other, so that no answer is a mixture of two.

use std::sync::{Arc, PoisonError, RwLock};

use crate::{
    call::Flow,
    tree::PhoneTree,
    twiml::{Documents, TooLong},
};

/// One edition, whole.
#[derive(Debug)]
pub(crate) struct Edition<T> {
    pub(crate) flow: Flow<T>,
    pub(crate) documents: Documents<T>,
}

/// The edition that holds now, and how the next one is made.
#[derive(Debug)]
pub(crate) struct Editions<T> {
    current: RwLock<Arc<Edition<T>>>,
    base: String,
    spoken: bool,
}

impl<T: PhoneTree> Editions<T> {
    /// The first edition. All URLs begin with `base`; `spoken` puts words in the place of recordings.
    pub(crate) fn new(flow: Flow<T>, base: &str, spoken: bool) -> Result<Self, TooLong> {
        let first = Edition::new(flow, base, spoken)?;
        Ok(Self { current: RwLock::new(Arc::new(first)), base: base.to_owned(), spoken })
    }

    /// What holds now. Whoever asks keeps it for as long as one answer takes.
    pub(crate) fn current(&self) -> Arc<Edition<T>> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts the next edition in the place of this one, or leaves this one where it cannot be made.
    #[cfg_attr(not(test), expect(dead_code, reason = "nothing changes the words yet"))]
    pub(crate) fn replace(&self, flow: Flow<T>) -> Result<(), TooLong> {
        let next = Arc::new(Edition::new(flow, &self.base, self.spoken)?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }
}

impl<T: PhoneTree> Edition<T> {
    fn new(flow: Flow<T>, base: &str, spoken: bool) -> Result<Self, TooLong> {
        let flow = if spoken { flow.spoken() } else { flow };
        let documents = Documents::new(&flow, base)?;
        Ok(Self { flow, documents })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;

    #[test]
    fn whoever_holds_an_edition_keeps_it_when_the_next_one_comes() {
        let editions = Editions::<Acme>::new(Flow::new().unwrap(), "/acme", false).unwrap();
        let held = editions.current();
        editions.replace(Flow::new().unwrap()).unwrap();
        assert!(!Arc::ptr_eq(&held, &editions.current()));
        assert_eq!(held.documents.answer(), editions.current().documents.answer());
    }
}
