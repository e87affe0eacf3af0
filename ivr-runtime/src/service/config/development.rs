//! Settings for the authors of a tree: pages, and speech instead of recordings.

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

    /// Shows calls in progress on the picture, at `/acme/watch`. The page shows states and kinds of inputs, but no
    /// digits, speech or numbers. It is only served together with the phone; see [`phone`](Self::phone).
    ///
    /// ```
    /// let settings = ivr_runtime::config::Settings::new().auth_token("12345").phone().watch();
    /// # let _ = settings;
    /// ```
    pub fn watch(mut self) -> Self {
        self.watch = true;
        self
    }

    /// Speaks the words of a recording instead of playing it, if it has words. This is for testing without the
    /// recordings.
    ///
    /// ```
    /// let settings = ivr_runtime::config::Settings::new().spoken();
    /// ```
    pub fn spoken(mut self) -> Self {
        self.spoken = true;
        self
    }

    /// Returns whether the words of recordings are spoken, for commands that play a tree.
    #[cfg(feature = "serve")]
    pub fn is_spoken(&self) -> bool {
        self.spoken
    }

    pub(super) fn spoken_as(self, text: &str) -> Self {
        let spoken = text.trim().parse().map_err(|_| format!("`{text}` is neither `true` nor `false`"));
        self.set("spoken", spoken, |settings| &mut settings.spoken)
    }
}
