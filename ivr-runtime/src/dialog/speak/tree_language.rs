//! The languages of a tree as the enum that `phone_tree!` generates.

use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

/// A language of a tree: `HotelLanguage::FrFr` in `tree Hotel` with `language fr-FR, en-US;` and a step
/// `language (expr);`. Implemented by generated code.
pub trait TreeLanguage: Copy + 'static {
    /// All languages, in source order.
    const ALL: &'static [Self];

    /// Returns the tag, `fr-FR`.
    fn tag(self) -> &'static str;

    /// Returns the language with this tag, case-insensitively.
    #[must_use]
    fn of(tag: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|language| language.tag().eq_ignore_ascii_case(tag))
    }
}

/// Returns the tag of a language. For generated code, so that rustc reports a value of another type at that value.
#[must_use]
pub fn language_tag<L: TreeLanguage>(language: &L) -> String {
    language.tag().to_owned()
}

/// Serializes a language as its tag. For generated code.
///
/// # Errors
///
/// Returns an error if the serializer does not accept a text.
pub fn write_language<L: TreeLanguage, S: Serializer>(language: L, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(language.tag())
}

/// Deserializes the output of [`write_language`]. For generated code.
///
/// # Errors
///
/// Returns an error if the text is not the tag of a language of the tree.
pub fn read_language<'de, L: TreeLanguage, D: Deserializer<'de>>(deserializer: D) -> Result<L, D::Error> {
    let tag = String::deserialize(deserializer)?;
    L::of(&tag).ok_or_else(|| D::Error::custom("the tree does not have this language"))
}

/// Implements the enum of a tree's languages: conversions from and to tags, and the traits of a field. For generated
/// code.
#[doc(hidden)]
#[macro_export]
macro_rules! tree_language {
    ($name:ident { $($variant:ident: $tag:literal,)* }) => {
        #[allow(dead_code)]
        impl $name {
            /// All languages of the tree; a call begins in the first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the tag of the language, such as `en-US`.
            #[must_use]
            pub const fn tag(self) -> &'static str {
                match self { $(Self::$variant => $tag,)* }
            }

            /// Returns the language with this tag, case-insensitively.
            #[must_use]
            pub fn of(tag: &str) -> ::core::option::Option<Self> {
                <Self as $crate::speak::TreeLanguage>::of(tag)
            }
        }

        const _: () = {
            use $crate::speak::{Entry, TreeLanguage, read_language, serde, write_language};

            impl TreeLanguage for $name {
                const ALL: &'static [Self] = $name::ALL;

                fn tag(self) -> &'static str {
                    $name::tag(self)
                }
            }

            /// Writes the tag.
            impl ::core::fmt::Display for $name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.write_str(self.tag())
                }
            }

            /// Parses the tag in a request to a named start. Keys are not accepted.
            impl Entry for $name {
                fn from_keys(_: &str) -> ::core::option::Option<Self> {
                    ::core::option::Option::None
                }

                fn from_speech(
                    words: &str,
                    _: ::core::option::Option<f32>,
                    _: &str,
                ) -> ::core::option::Option<Self> {
                    Self::of(words)
                }
            }

            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    write_language(*self, serializer)
                }
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    read_language(deserializer)
                }
            }
        };
    };
}
