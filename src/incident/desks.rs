//! Whom to call: the desks of each country, as data with a source and the day it was last looked at.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::error::{Error, Result};

const DESKS: &str = include_str!("desks.json");

/// One place to turn to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Desk {
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

impl Desk {
    /// What it is.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        self.name.get(language).or_else(|| self.name.get("en")).map_or("", String::as_str)
    }
}

/// The desks of a country, in the order in which to call them; none where none is known.
///
/// # Errors
/// `Config` when the list that was built in cannot be read, which a test excludes.
pub fn desks(country: &str) -> Result<Vec<Desk>> {
    let unreadable =
        |cause: serde_json::Error| Error::Config { line: None, reason: cause.to_string() };
    let mut all: Vec<Desk> = serde_json::from_str(DESKS).map_err(unreadable)?;
    all.retain(|desk| desk.country == country);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_with_rules_has_a_desk_and_a_duty_in_both_languages() {
        for country in ["fr", "be", "ch", "de", "nl", "uk"] {
            let desks = desks(country).unwrap();
            assert!(desks.iter().any(|desk| desk.duty), "{country}");
            assert!(desks.iter().any(|desk| !desk.duty), "{country}");
            for desk in desks {
                assert!(desk.name.contains_key("fr") && desk.name.contains_key("en"), "{desk:?}");
                assert!(!desk.source.is_empty() && !desk.reach.is_empty(), "{desk:?}");
            }
        }
        assert!(desks("xx").unwrap().is_empty());
    }
}
