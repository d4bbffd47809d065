//! What `refuge settings` can change: each setting by name, read and written as text.

use crate::config::{Config, OpenFilesWay};
use crate::error::{Error, Result, Thing};
use crate::register::KeyRule;

/// A setting of the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Language of the face.
    Language,
    /// Country preset of the retention rules.
    Country,
    /// A public structure may not eliminate records by itself.
    PublicStructure,
    /// Whom to call in an incident.
    CallInIncident,
    /// Number to call the practice.
    Phone,
    /// What becomes of files that other programs hold open.
    OpenFiles,
    /// How a folder's name tells whose it is.
    FolderNames,
    /// Working days after which an old backup is mentioned.
    BackupNoticeDays,
    /// Days after which an old backup makes action needed.
    BackupActionDays,
    /// Days within which every drive should be seen.
    DriveDays,
    /// Days until the next check.
    CheckDays,
    /// Months in which checks read the whole drive.
    CoverageMonths,
    /// Days until the sheet is rehearsed again.
    RehearsalDays,
    /// Months until expired records are looked for again.
    PurgeMonths,
}

/// Days or months beyond this are a slip of the finger.
const COUNT_MAX: u16 = 3_660;
/// Longest free text, in characters.
const TEXT_CHARACTERS_MAX: usize = 400;
/// Longest telephone number with what is written around it.
const PHONE_CHARACTERS_MAX: usize = 40;
/// Digits of the shortest telephone number: that of an ambulance.
const PHONE_DIGITS_MIN: usize = 2;
/// Countries with a preset of retention rules.
const COUNTRIES: [&str; 6] = ["fr", "be", "ch", "de", "uk", "nl"];

impl Setting {
    /// Every setting, in the order people read them.
    pub const ALL: [Self; 14] = [
        Self::Language,
        Self::Country,
        Self::PublicStructure,
        Self::CallInIncident,
        Self::Phone,
        Self::OpenFiles,
        Self::FolderNames,
        Self::BackupNoticeDays,
        Self::BackupActionDays,
        Self::DriveDays,
        Self::CheckDays,
        Self::CoverageMonths,
        Self::RehearsalDays,
        Self::PurgeMonths,
    ];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Country => "country",
            Self::PublicStructure => "public-structure",
            Self::CallInIncident => "call-in-incident",
            Self::Phone => "phone",
            Self::OpenFiles => "open-files",
            Self::FolderNames => "folder-names",
            Self::BackupNoticeDays => "backup-notice-days",
            Self::BackupActionDays => "backup-action-days",
            Self::DriveDays => "drive-days",
            Self::CheckDays => "check-days",
            Self::CoverageMonths => "coverage-months",
            Self::RehearsalDays => "rehearsal-days",
            Self::PurgeMonths => "purge-months",
        }
    }

    /// Its name as a French screen shows it.
    const fn name_in_french(self) -> &'static str {
        match self {
            Self::Language => "langue",
            Self::Country => "pays",
            Self::PublicStructure => "structure-publique",
            Self::Phone => "telephone",
            Self::CallInIncident => "qui-appeler",
            Self::OpenFiles => "fichiers-ouverts",
            Self::FolderNames => "noms-des-dossiers",
            Self::BackupNoticeDays => "jours-rappel",
            Self::BackupActionDays => "jours-alerte",
            Self::DriveDays => "jours-disque",
            Self::CheckDays => "jours-controle",
            Self::CoverageMonths => "mois-relecture",
            Self::RehearsalDays => "jours-fiche",
            Self::PurgeMonths => "mois-recherche",
        }
    }

    /// The setting of that name, in either language, with accents or without.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn named(name: &str) -> Result<Self> {
        let plain = plain(name);
        let is_it = |setting: &Self| setting.name() == plain || setting.name_in_french() == plain;
        let found = Self::ALL.into_iter().find(is_it);
        found.ok_or_else(|| Error::NotFound { what: Thing::Setting, name: name.to_owned() })
    }

    /// Its value as text.
    #[must_use]
    pub fn value(self, config: &Config) -> String {
        let practice = &config.practice;
        match self {
            Self::Language => practice.language.clone(),
            Self::Country => practice.country.clone(),
            Self::PublicStructure => yes_no(practice.public_structure).to_owned(),
            Self::CallInIncident => practice.call_in_incident.clone().unwrap_or_default(),
            Self::Phone => practice.phone.clone().unwrap_or_default(),
            Self::OpenFiles => name_of(&OpenFilesWay::NAMED, &practice.open_files).to_owned(),
            Self::FolderNames => {
                let rule = config.purge_settings().folder_names.unwrap_or_default();
                name_of(&KeyRule::NAMED, &rule).to_owned()
            }
            _ => self.count(config).to_string(),
        }
    }

    /// Whether a free text is one that can stand on a paper.
    #[must_use]
    pub fn accepts(self, value: &str) -> bool {
        let is_short = |most| value.chars().count() <= most && !value.contains(char::is_control);
        if self != Self::Phone {
            return is_short(TEXT_CHARACTERS_MAX);
        }
        let digits = value.chars().filter(char::is_ascii_digit).count();
        is_short(PHONE_CHARACTERS_MAX) && (digits >= PHONE_DIGITS_MIN || value.trim().is_empty())
    }

    /// Changes it; the configuration is not written yet.
    ///
    /// # Errors
    /// `Invalid` when the value does not fit.
    pub fn set(self, config: &mut Config, value: &str) -> Result<()> {
        let value = value.trim();
        let invalid = || Error::Invalid { what: Thing::Setting, value: value.to_owned() };
        let practice = &mut config.practice;
        match self {
            Self::Language => {
                practice.language = one_of(value, &["fr", "en"]).ok_or_else(invalid)?
            }
            Self::Country => practice.country = one_of(value, &COUNTRIES).ok_or_else(invalid)?,
            Self::PublicStructure => {
                practice.public_structure = truth(value).ok_or_else(invalid)?
            }
            Self::CallInIncident | Self::Phone if !self.accepts(value) => return Err(invalid()),
            Self::CallInIncident => {
                practice.call_in_incident = Some(value.to_owned()).filter(|text| !text.is_empty());
            }
            Self::Phone => practice.phone = Some(value.to_owned()).filter(|text| !text.is_empty()),
            Self::OpenFiles => {
                practice.open_files = named(&OpenFilesWay::NAMED, value).ok_or_else(invalid)?;
            }
            Self::FolderNames => {
                let rule = named(&KeyRule::NAMED, value).ok_or_else(invalid)?;
                config.purge.get_or_insert_default().folder_names = Some(rule);
            }
            _ => {
                let count = value.parse().ok().filter(|count| (1..=COUNT_MAX).contains(count));
                *self.count_mut(config).ok_or_else(invalid)? = count.ok_or_else(invalid)?;
            }
        }
        Ok(())
    }

    fn count(self, config: &Config) -> u16 {
        let mut copy = config.clone();
        self.count_mut(&mut copy).map_or(0, |count| *count)
    }

    const fn count_mut(self, config: &mut Config) -> Option<&mut u16> {
        let reminders = &mut config.reminders;
        match self {
            Self::BackupNoticeDays => Some(&mut reminders.backup_notice_days),
            Self::BackupActionDays => Some(&mut reminders.backup_action_days),
            Self::DriveDays => Some(&mut reminders.drive_days),
            Self::CheckDays => Some(&mut reminders.check_days),
            Self::CoverageMonths => Some(&mut reminders.coverage_months),
            Self::RehearsalDays => Some(&mut reminders.rehearsal_days),
            Self::PurgeMonths => Some(&mut reminders.purge_months),
            Self::Language
            | Self::Country
            | Self::PublicStructure
            | Self::CallInIncident
            | Self::Phone
            | Self::OpenFiles
            | Self::FolderNames => None,
        }
    }
}

const fn yes_no(truth: bool) -> &'static str {
    if truth { "yes" } else { "no" }
}

fn truth(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "yes" | "oui" | "true" => Some(true),
        "no" | "non" | "false" => Some(false),
        _ => None,
    }
}

fn one_of(word: &str, words: &[&str]) -> Option<String> {
    let word = word.to_lowercase();
    words.contains(&word.as_str()).then_some(word)
}

/// What a value is called.
fn name_of<V: PartialEq>(names: &[(V, &'static str)], value: &V) -> &'static str {
    names.iter().find(|(one, _)| one == value).map_or("", |(_, name)| name)
}

/// Values as a French screen shows them.
const VALUES_IN_FRENCH: [(&str, &str); 3] = [
    ("laisses-de-cote", "left-out"),
    ("comme-apres-une-coupure", "as-after-a-power-cut"),
    ("contient", "contains"),
];

/// The value of that name, in either language.
fn named<V: Copy>(names: &[(V, &'static str)], name: &str) -> Option<V> {
    let name = plain(name);
    let french = VALUES_IN_FRENCH.iter().find(|(french, _)| *french == name);
    let name = french.map_or(name.as_str(), |(_, own)| own);
    names.iter().find(|(_, one)| *one == name).map(|(value, _)| *value)
}

/// Lower case, without the accents of French words.
fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace(['é', 'è'], "e").replace('ô', "o")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config::parse(
            "[practice]\nname = \"x\"\nid = \"01010101010101010101010101010101\"\nlanguage = \"fr\"\n",
        )
        .unwrap()
    }

    #[test]
    fn every_setting_reads_back_what_was_set() {
        for setting in Setting::ALL {
            let mut config = config();
            let value = match setting {
                Setting::Language => "en",
                Setting::Country => "be",
                Setting::PublicStructure => "yes",
                Setting::Phone => "01 02 03 04 05",
                Setting::CallInIncident => "Mme Leroy 01 02 03 04 05",
                Setting::OpenFiles => "as-after-a-power-cut",
                Setting::FolderNames => "contains",
                _ => "12",
            };
            setting.set(&mut config, value).unwrap();
            assert_eq!(setting.value(&config), value, "{}", setting.name());
            assert_eq!(Setting::named(setting.name()).unwrap(), setting);
            assert_eq!(Setting::named(setting.name_in_french()).unwrap(), setting);
        }
    }

    #[test]
    fn names_and_values_are_understood_in_french_too() {
        assert_eq!(Setting::named("Jours-Contrôle").unwrap(), Setting::CheckDays);
        let cases = [
            (Setting::PublicStructure, "oui", "yes"),
            (Setting::OpenFiles, "Laissés-de-côté", "left-out"),
            (Setting::OpenFiles, "comme-après-une-coupure", "as-after-a-power-cut"),
            (Setting::FolderNames, "contient", "contains"),
            (Setting::FolderNames, "exact", "exact"),
        ];
        for (setting, french, own) in cases {
            let mut config = config();
            setting.set(&mut config, french).unwrap();
            assert_eq!(setting.value(&config), own, "{french}");
        }
    }

    #[test]
    fn values_that_do_not_fit_are_refused_and_change_nothing() {
        let cases = [
            (Setting::Language, "de"),
            (Setting::Country, "xx"),
            (Setting::PublicStructure, "maybe"),
            (Setting::CallInIncident, "a\nb"),
            (Setting::Phone, "a\nb"),
            (Setting::Phone, "abc"),
            (Setting::OpenFiles, "always"),
            (Setting::CheckDays, "0"),
            (Setting::CheckDays, "-3"),
            (Setting::CheckDays, "99999"),
        ];
        for (setting, value) in cases {
            let mut changed = config();
            let refused = setting.set(&mut changed, value);
            assert!(matches!(refused, Err(Error::Invalid { .. })), "{value}: {refused:?}");
            assert_eq!(changed, config());
        }
    }
}
