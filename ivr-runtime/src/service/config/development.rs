//! Settings for the people who make a tree: pages, and a voice in place of recordings.

use super::Settings;

impl Settings {
    /// Serves the phone in the browser and the picture on a signed server, too.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().auth_token("0123456789abcdef").phone();
    /// # let _ = settings;
    /// ```
    pub fn phone(mut self) -> Self {
        self.phone = true;
        self
    }

    /// Shows calls in progress as they move on the picture, at `/acme/watch`. It shows states and kinds of answers,
    /// no digits, words or numbers; still it is only for where the phone is, see [`phone`](Self::phone).
    ///
    /// ```
    /// let settings = ivr_runtime::config::Settings::new().auth_token("12345").phone().watch();
    /// # let _ = settings;
    /// ```
    pub fn watch(mut self) -> Self {
        self.watch = true;
        self
    }

    /// Speaks the words of a recording instead of playing it, wherever the tree has some: for a desk without the
    /// recordings.
    ///
    /// ```
    /// let settings = ivr_runtime::config::Settings::new().spoken();
    /// ```
    pub fn spoken(mut self) -> Self {
        self.spoken = true;
        self
    }

    /// Whether the words of recordings are said, for commands that play a tree.
    #[cfg(feature = "serve")]
    pub fn is_spoken(&self) -> bool {
        self.spoken
    }

    pub(super) fn spoken_as(self, text: &str) -> Self {
        let spoken = text.trim().parse().map_err(|_| format!("`{text}` is neither `true` nor `false`"));
        self.set("spoken", spoken, |settings| &mut settings.spoken)
    }
}
