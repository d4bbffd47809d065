//! Enums that have a word for each variant: one spelling for configuration, ledger and JSON.

/// Gives an enum its words: what is said of them, then the word of each variant.
macro_rules! words {
    ($name:ident, $what:literal: $($variant:ident $({ $($rest:tt)* })? => $word:literal),+ $(,)?) => {
        impl $name {
            #[doc = $what]
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant $({ $($rest)* })? => $word),+
                }
            }
        }
    };
}
