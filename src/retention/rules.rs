//! What a retention rule is, the presets of six countries, and what a practice may change in them.
//!
//! Official pages disagree with each other over time, so every rule carries its source, its legal
//! status and the day it was reviewed. A statutory minimum may be lengthened, never shortened.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::dates::Term;

/// The class of whatever has no class. It never expires.
pub const UNCLASSIFIED: &str = "unclassified";

const PRESETS: [(&str, &str); 7] = [
    ("common", include_str!("../../rules/common.toml")),
    ("fr", include_str!("../../rules/fr.toml")),
    ("be", include_str!("../../rules/be.toml")),
    ("ch", include_str!("../../rules/ch.toml")),
    ("de", include_str!("../../rules/de.toml")),
    ("uk", include_str!("../../rules/uk.toml")),
    ("nl", include_str!("../../rules/nl.toml")),
];

/// How binding a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// A text sets it as a minimum: the practice may lengthen it only.
    Statutory,
    /// A professional order or authority advises it: departing from it must be justified.
    Recommended,
    /// No text; the practice decides.
    Policy,
}

/// The event that starts the clock of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StartEvent {
    /// The patient's last visit, act or stay.
    LastContact,
    /// The last change of content in the patient's file.
    LastEntry,
    /// The end of the treatment, or discharge.
    EndOfTreatment,
    /// The patient's death.
    Death,
    /// The act that the document traces.
    Act,
    /// The examination that the document reports.
    Exam,
    /// The date of the document itself: issue, transmission, recording.
    Document,
    /// The closing of the financial year that contains the document.
    FinancialYearEnd,
    /// The departure of the employee.
    EmploymentEnd,
    /// The end of the mandate, or the closure of a file.
    MandateEnd,
    /// The last change of any file of the record.
    LastFileChange,
    /// The last backup of the calendar year that the record holds, once that year is over.
    LastCopyOfYear,
}

impl StartEvent {
    /// Whether the record must be one patient of the register for this clock to be known.
    #[must_use]
    pub const fn concerns_a_person(self) -> bool {
        matches!(self, Self::LastContact | Self::LastEntry | Self::EndOfTreatment | Self::Death)
    }
}

/// A text in the two languages of the program, in plain words. Written as `{ en = "…", fr = "…" }`,
/// or as one text that is the same in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Wording {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

/// How a [`Wording`] may be written.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Same(String),
    Each(Each),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Each {
    en: String,
    fr: String,
}

impl From<Written> for Wording {
    fn from(written: Written) -> Self {
        match written {
            Written::Same(text) => Self { en: text.clone(), fr: text },
            Written::Each(Each { en, fr }) => Self { en, fr },
        }
    }
}

impl From<Wording> for Written {
    fn from(Wording { en, fr }: Wording) -> Self {
        if en == fr { Self::Same(en) } else { Self::Each(Each { en, fr }) }
    }
}

/// Where in the day count an age floor ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FloorEnd {
    /// The birthday itself is kept through.
    #[default]
    Birthday,
    /// The day before is the last: a year of life is "completed" then (BGB 187, 188).
    DayBefore,
}

/// Never before this age of the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// Age that must have been reached.
    pub after_birth: Term,
    /// Which day that is.
    #[serde(default)]
    pub ends: FloorEnd,
    /// The floor only holds for patients of this age, in whole years, when the clock started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_at_age: Option<u32>,
}

/// How the death rule meets the ordinary term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeathMode {
    /// It takes the place of the term and of every floor. It shortens, so it needs a sure date.
    Replace,
}

/// What the patient's death changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeathRule {
    /// It applies only to a death less than this after the start; always, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Term>,
    /// How long the record is kept after the death.
    pub keep: Term,
    /// How it meets the ordinary term.
    pub mode: DeathMode,
}

/// One class: what it is, how long it is kept, and on whose word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Such as `fr/medical-record`.
    pub id: String,
    /// What a person calls it.
    pub name: Wording,
    /// How binding the term is.
    pub status: Status,
    /// What starts the clock.
    pub start: StartEvent,
    /// How long after the start; absent: never expires.
    #[serde(default)]
    pub term: Option<Term>,
    /// Ages before which nothing expires.
    #[serde(default)]
    pub floors: Vec<Floor>,
    /// What a death changes.
    #[serde(default)]
    pub death: Option<DeathRule>,
    /// Longest time after the start that is allowed.
    #[serde(default)]
    pub cap: Option<Term>,
    /// Who it is for; empty: everybody.
    #[serde(default)]
    pub professions: Vec<String>,
    /// The article or deliberation.
    #[serde(default)]
    pub article: Option<Wording>,
    /// Where we have it from.
    pub source: Wording,
    /// False where sources disagree or were not read: to be chosen with the Order or the DPO.
    pub settled: bool,
    /// What a person should know before relying on it.
    #[serde(default)]
    pub note: Option<Wording>,
    /// Day of the last review.
    pub reviewed_on: Date,
    /// Why the practice departs from the preset, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_because: Option<String>,
}

/// A preset file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Preset {
    preset: String,
    version: String,
    #[serde(rename = "class")]
    classes: Vec<Rule>,
}

/// What a practice changes in a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The class.
    pub class: String,
    /// The new term, where it changes.
    #[serde(default)]
    pub term: Option<Term>,
    /// False: deaths are ignored, which keeps records longer.
    #[serde(default)]
    pub death_rule: Option<bool>,
    /// Why; required to shorten what is recommended.
    #[serde(default)]
    pub because: Option<String>,
}

/// Why rules were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// A preset file that cannot be understood.
    #[error("preset {preset}: {reason}")]
    Malformed {
        /// Which.
        preset: String,
        /// The parser's words.
        reason: String,
    },
    /// The same class twice.
    #[error("class {0} is defined twice")]
    Duplicate(String),
    /// No such class.
    #[error("no class {0}")]
    UnknownClass(String),
    /// A statutory minimum cannot be shortened.
    #[error("class {class}: {asked} is shorter than the statutory minimum of {minimum}")]
    ShorterThanStatutory {
        /// The class.
        class: String,
        /// What the law asks.
        minimum: Term,
        /// What was asked.
        asked: Term,
    },
    /// Longer than the law or the reference allows.
    #[error("class {class}: {asked} is longer than the {cap} allowed")]
    LongerThanCap {
        /// The class.
        class: String,
        /// The longest term allowed.
        cap: Term,
        /// What was asked.
        asked: Term,
    },
    /// A recommended term may be shortened only with a reason, which goes into the certificate.
    #[error("class {0}: a recommended term is shortened without a reason")]
    ReasonMissing(String),
    /// The class never expires; giving it a term needs a class of one's own.
    #[error("class {0} never expires")]
    NeverExpires(String),
}

/// The rules in force: presets, with the practice's changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    version: String,
    by_id: BTreeMap<String, Rule>,
}

impl Rules {
    /// All presets compiled into the program.
    ///
    /// # Errors
    /// A preset that cannot be read; a test shows that this does not happen.
    pub fn presets() -> Result<Self, RuleError> {
        let mut rules = Self { version: String::new(), by_id: BTreeMap::new() };
        for (name, text) in PRESETS {
            rules.add_preset(name, text)?;
        }
        Ok(rules)
    }

    /// The presets with a practice's own classes and changes.
    ///
    /// # Errors
    /// See [`RuleError`]; the first refusal is returned.
    pub fn of_practice(own: Vec<Rule>, changes: &[Override]) -> Result<Self, RuleError> {
        let mut rules = Self::presets()?;
        for rule in own {
            rules.add(rule)?;
        }
        for change in changes {
            rules.change(change)?;
        }
        Ok(rules)
    }

    /// The rule of a class.
    #[must_use]
    pub fn get(&self, class: &str) -> Option<&Rule> {
        self.by_id.get(class)
    }

    /// Every class, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.by_id.values()
    }

    /// Versions of all presets, such as `common 1, fr 1, …`; part of every plan.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    fn add_preset(&mut self, name: &str, text: &str) -> Result<(), RuleError> {
        let malformed = |reason: String| RuleError::Malformed { preset: name.to_owned(), reason };
        let preset: Preset = toml::from_str(text).map_err(|error| malformed(error.to_string()))?;
        if preset.preset != name {
            return Err(malformed(format!("calls itself {}", preset.preset)));
        }
        if !self.version.is_empty() {
            self.version.push_str(", ");
        }
        self.version.push_str(&format!("{name} {}", preset.version));
        preset.classes.into_iter().try_for_each(|rule| self.add(rule))
    }

    fn add(&mut self, rule: Rule) -> Result<(), RuleError> {
        if self.by_id.contains_key(&rule.id) {
            return Err(RuleError::Duplicate(rule.id));
        }
        self.by_id.insert(rule.id.clone(), rule);
        Ok(())
    }

    fn change(&mut self, change: &Override) -> Result<(), RuleError> {
        let unknown = || RuleError::UnknownClass(change.class.clone());
        let rule = self.by_id.get_mut(&change.class).ok_or_else(unknown)?;
        if let Some(asked) = change.term {
            check_term(rule, asked, change.because.as_deref())?;
            rule.term = Some(asked);
        }
        if change.death_rule == Some(false) {
            rule.death = None;
        }
        rule.changed_because = change.because.clone();
        Ok(())
    }
}

fn check_term(rule: &Rule, asked: Term, because: Option<&str>) -> Result<(), RuleError> {
    let class = || rule.id.clone();
    let Some(minimum) = rule.term else { return Err(RuleError::NeverExpires(class())) };
    if let Some(cap) = rule.cap.filter(|cap| !cap.at_least(asked)) {
        return Err(RuleError::LongerThanCap { class: class(), cap, asked });
    }
    let shorter = !asked.at_least(minimum);
    let explained = because.is_some_and(|text| !text.trim().is_empty());
    match rule.status {
        Status::Statutory if shorter => {
            Err(RuleError::ShorterThanStatutory { class: class(), minimum, asked })
        }
        Status::Recommended if shorter && !explained => Err(RuleError::ReasonMissing(class())),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(class: &str, years: u32, because: Option<&str>) -> Result<Rules, RuleError> {
        let change = Override {
            class: class.to_owned(),
            term: Some(Term::years(years)),
            death_rule: None,
            because: because.map(str::to_owned),
        };
        Rules::of_practice(Vec::new(), &[change])
    }

    #[test]
    fn every_preset_reads_and_says_in_both_languages_what_it_is() {
        let rules = Rules::presets().unwrap();
        for rule in rules.iter() {
            assert!(!rule.name.en.is_empty() && !rule.name.fr.is_empty(), "{}", rule.id);
            assert!(!rule.source.en.is_empty() && !rule.source.fr.is_empty(), "{}", rule.id);
            assert!(rule.status != Status::Statutory || rule.article.is_some(), "{}", rule.id);
            let longest = rule.cap.zip(rule.term);
            assert!(longest.is_none_or(|(cap, term)| cap.at_least(term)), "{}", rule.id);
            let needs_birth = !rule.floors.is_empty() || rule.death.is_some();
            assert!(
                !needs_birth || rule.start.concerns_a_person() || rule.start == StartEvent::Exam
            );
        }
        for preset in ["fr", "be", "ch", "de", "uk", "nl"] {
            let class = format!("{preset}/medical-record");
            assert!(rules.get(&class).is_some(), "{class}");
        }
    }

    /// Everything of a rule that is printed, by language.
    fn printed(rule: &Rule) -> [Vec<&str>; 2] {
        let texts =
            [Some(&rule.name), rule.article.as_ref(), Some(&rule.source), rule.note.as_ref()];
        let texts = || texts.into_iter().flatten();
        [
            texts().map(|text| text.en.as_str()).collect(),
            texts().map(|text| text.fr.as_str()).collect(),
        ]
    }

    #[test]
    fn no_rule_mixes_the_languages() {
        let english =
            ["deliberation", "memory", "analogy", " of ", " and ", "years", "Labour", "annex "];
        let french = ["délibération", "mémoire", "analogie", " du ", " et ", "annexe", "règlement"];
        for rule in Rules::presets().unwrap().iter() {
            let [en, fr] = printed(rule);
            // The names of Orders, journals and codes stay what they are.
            let fr =
                fr.iter().map(|text| text.replace("NHS Records Management Code of Practice", ""));
            for text in fr {
                assert!(english.iter().all(|word| !text.contains(word)), "{}: {text}", rule.id);
                let spaced = [" :", " ;", " ?", " !"].iter().any(|mark| text.contains(mark));
                assert!(!spaced, "{}: {text}: a space that breaks", rule.id);
            }
            for text in en {
                assert!(french.iter().all(|word| !text.contains(word)), "{}: {text}", rule.id);
            }
        }
    }

    #[test]
    fn one_text_does_for_both_languages() {
        let own = "article = 'CSP, art. R. 1112-7'\nsource = { en = 'memory', fr = 'mémoire' }\n";
        #[derive(Deserialize)]
        struct Texts {
            article: Wording,
            source: Wording,
        }
        let Texts { article, source } = toml::from_str(own).unwrap();
        assert_eq!(article.en, article.fr);
        assert_eq!((source.en.as_str(), source.fr.as_str()), ("memory", "mémoire"));
        let number = "article = 1\nsource = { en = 'a' }\n";
        let refused = toml::from_str::<Texts>(number).map(drop).unwrap_err().to_string();
        assert!(refused.contains("article = 1"), "{refused}");
    }

    #[test]
    fn only_the_unclassified_never_expire() {
        let rules = Rules::presets().unwrap();
        let endless: Vec<_> = rules.iter().filter(|rule| rule.term.is_none()).collect();
        assert_eq!(endless.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), [UNCLASSIFIED]);
    }

    #[test]
    fn a_statutory_minimum_is_lengthened_but_never_shortened() {
        let rules = change("fr/hospital-record", 30, None).unwrap();
        assert_eq!(rules.get("fr/hospital-record").unwrap().term, Some(Term::years(30)));
        let refused = change("fr/hospital-record", 19, Some("no room"));
        assert!(matches!(refused, Err(RuleError::ShorterThanStatutory { .. })));
    }

    #[test]
    fn a_recommended_term_is_shortened_only_with_a_reason() {
        let refused = change("fr/medical-record", 15, Some("  "));
        assert_eq!(refused, Err(RuleError::ReasonMissing("fr/medical-record".to_owned())));
        let rules = change("fr/medical-record", 15, Some("advice of the DPO")).unwrap();
        let rule = rules.get("fr/medical-record").unwrap();
        assert_eq!(rule.changed_because.as_deref(), Some("advice of the DPO"));
    }

    #[test]
    fn nothing_is_kept_beyond_its_cap() {
        assert!(change("be/medical-record", 50, None).is_ok());
        assert!(matches!(
            change("be/medical-record", 51, None),
            Err(RuleError::LongerThanCap { .. })
        ));
        assert!(matches!(change("fr/video", 1, None), Err(RuleError::LongerThanCap { .. })));
    }

    #[test]
    fn the_unclassified_cannot_be_given_a_term() {
        assert!(matches!(change(UNCLASSIFIED, 10, None), Err(RuleError::NeverExpires(_))));
        assert!(matches!(change("fr/nothing", 10, None), Err(RuleError::UnknownClass(_))));
    }

    #[test]
    fn a_class_is_defined_once() {
        let twice = Rules::presets().unwrap().get("fr/medical-record").unwrap().clone();
        assert!(matches!(Rules::of_practice(vec![twice], &[]), Err(RuleError::Duplicate(_))));
    }
}
