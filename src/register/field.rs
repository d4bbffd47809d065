//! What a column of a list can hold.

use serde::{Deserialize, Serialize};

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The practice's own patient number; never the social security number.
    Id,
    /// Date of birth.
    Birth,
    /// Date of death.
    Death,
    /// A yes or no: dead, with or without a date.
    Deceased,
    /// Where the death is known from.
    DeathSource,
    /// Last visit, act or stay.
    LastContact,
    /// Name of the patient's folder, where it is not the number.
    Folder,
    /// The profession that keeps the file.
    Profession,
    /// The retention class.
    Class,
    /// Nothing may be erased: a yes, or a reason.
    Hold,
    /// The number of the patient into whom a duplicate was merged.
    MergedInto,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 11] = [
        Self::Id,
        Self::Birth,
        Self::Death,
        Self::Deceased,
        Self::DeathSource,
        Self::LastContact,
        Self::Folder,
        Self::Profession,
        Self::Class,
        Self::Hold,
        Self::MergedInto,
    ];

    /// The name used in mappings and configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Birth => "birth",
            Self::Death => "death",
            Self::Deceased => "deceased",
            Self::DeathSource => "death_source",
            Self::LastContact => "last_contact",
            Self::Folder => "folder",
            Self::Profession => "profession",
            Self::Class => "class",
            Self::Hold => "hold",
            Self::MergedInto => "merged_into",
        }
    }

    /// The same for who types French, without accents.
    const fn name_in_french(self) -> &'static str {
        match self {
            Self::Id => "numero",
            Self::Birth => "naissance",
            Self::Death => "deces",
            Self::Deceased => "decede",
            Self::DeathSource => "source-deces",
            Self::LastContact => "dernier-contact",
            Self::Folder => "dossier",
            Self::Profession => "profession",
            Self::Class => "categorie",
            Self::Hold => "gel",
            Self::MergedInto => "fusionne-dans",
        }
    }

    /// The same as it is shown to who reads English.
    const fn name_in_english(self) -> &'static str {
        match self {
            Self::Id => "number",
            Self::LastContact => "last-visit",
            other => other.name(),
        }
    }

    /// The field of that name, in either language, with accents or without.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let plain = name.replace(['é', 'è'], "e");
        let is_it = |field: &Self| {
            [field.name(), field.name_in_french(), field.name_in_english()].contains(&&*plain)
        };
        Self::ALL.into_iter().find(is_it)
    }

    /// Whether leaving a column of it out could make a record due too early, or never.
    #[must_use]
    pub const fn matters(self) -> bool {
        !matches!(self, Self::DeathSource | Self::Profession)
    }

    /// Whether its columns hold dates.
    #[must_use]
    pub const fn is_date(self) -> bool {
        matches!(self, Self::Birth | Self::Death | Self::LastContact)
    }

    /// Whether several columns may feed it: the latest date, any yes.
    pub(super) const fn takes_several(self) -> bool {
        matches!(self, Self::Death | Self::Deceased | Self::LastContact | Self::Hold)
    }
}
