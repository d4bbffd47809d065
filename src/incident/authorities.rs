//! Whom to call: the authorities of each country, as data with a source and the day it was last looked at.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::error::{Error, Result};

const AUTHORITIES: &str = include_str!("authorities.json");

/// One place to turn to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Authority {
    /// Country preset it belongs to.
    country: String,
    /// What it is, by language.
    name: BTreeMap<String, String>,
    /// Telephone number, web or mail address.
    pub reach: String,
    /// Whether the law may oblige the practice to turn to it.
    pub duty: bool,
    /// Where this was read.
    pub source: String,
    /// When.
    pub reviewed_on: Date,
}

impl Authority {
    /// What it is.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        self.name.get(language).or_else(|| self.name.get("en")).map_or("", String::as_str)
    }
}

/// The authorities of a country, in the order in which to call them; none where none is known.
///
/// # Errors
/// `Config` when the list that was built in cannot be read, which a test excludes.
pub fn authorities(country: &str) -> Result<Vec<Authority>> {
    let unreadable =
        |cause: serde_json::Error| Error::Config { line: None, reason: cause.to_string() };
    let mut all: Vec<Authority> = serde_json::from_str(AUTHORITIES).map_err(unreadable)?;
    all.retain(|authority| authority.country == country);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_with_rules_has_a_desk_and_a_duty_in_both_languages() {
        for country in ["fr", "be", "ch", "de", "nl", "uk"] {
            let authorities = authorities(country).unwrap();
            assert!(authorities.iter().any(|authority| authority.duty), "{country}");
            assert!(authorities.iter().any(|authority| !authority.duty), "{country}");
            for authority in authorities {
                assert!(
                    authority.name.contains_key("fr") && authority.name.contains_key("en"),
                    "{authority:?}"
                );
                assert!(
                    !authority.source.is_empty() && !authority.reach.is_empty(),
                    "{authority:?}"
                );
            }
        }
        assert!(authorities("xx").unwrap().is_empty());
    }
}
