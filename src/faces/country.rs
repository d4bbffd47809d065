//! The countries whose legal periods are known: their names, and which one a computer is likely in.

use crate::faces::{Catalog, fl};

/// Countries with rules of their own.
pub(crate) const COUNTRIES: [&str; 6] = ["fr", "be", "ch", "de", "uk", "nl"];

/// Where public institutions erase only with the consent of archives.
pub(crate) fn asks_for_archives(country: &str) -> bool {
    country == "fr"
}

/// Their names, in the same order.
pub(crate) fn country_names(words: &Catalog) -> [String; 6] {
    [
        fl!(words, "country-fr"),
        fl!(words, "country-be"),
        fl!(words, "country-ch"),
        fl!(words, "country-de"),
        fl!(words, "country-uk"),
        fl!(words, "country-nl"),
    ]
}

/// The country that a system such as `fr_BE.UTF-8` or `en-GB` is set to, or the likeliest for its language.
pub(crate) fn country_of(locale: &str) -> &'static str {
    let plain = locale.split(['.', '@']).next().unwrap_or_default().to_ascii_lowercase();
    let mut parts = plain.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    let region = parts.next_back().unwrap_or_default();
    let region = if region == "gb" { "uk" } else { region };
    let named = COUNTRIES.into_iter().find(|country| *country == region);
    named.unwrap_or(match language {
        "de" => "de",
        "nl" => "nl",
        "en" => "uk",
        _ => "fr",
    })
}
