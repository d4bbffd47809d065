//! Which column holds what: by the field's own name, by the usual headings, or by explicit mapping.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{RegisterError, headings};

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

    /// The field of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    const fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Id => headings::ID,
            Self::Birth => headings::BIRTH,
            Self::Death => headings::DEATH,
            Self::Deceased => headings::DECEASED,
            Self::DeathSource => headings::DEATH_SOURCE,
            Self::LastContact => headings::LAST_CONTACT,
            Self::Folder => headings::FOLDER,
            Self::Profession => headings::PROFESSION,
            Self::Class => headings::CLASS,
            Self::Hold => headings::HOLD,
            Self::MergedInto => headings::MERGED_INTO,
        }
    }
}

/// The practice's own choice of columns: field to heading.
pub type Mapping = BTreeMap<Field, String>;

/// Where each field is, by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns(BTreeMap<Field, usize>);

impl Columns {
    /// Finds the columns in a header row. The number and the last contact must be there.
    pub(super) fn find<'h>(
        header: impl Iterator<Item = &'h str>,
        mapping: &Mapping,
    ) -> Result<Self, RegisterError> {
        let header: Vec<String> = header.map(fold).collect();
        let mut columns = BTreeMap::new();
        for field in Field::ALL {
            let found = match mapping.get(&field) {
                Some(name) => {
                    Some(mapped(&header, name).ok_or(RegisterError::ColumnUnknown(field))?)
                }
                None => recognised(&header, field)?,
            };
            columns.extend(found.map(|position| (field, position)));
        }
        // A register of folders only: the folder's name is the number.
        if let (None, Some(folder)) = (columns.get(&Field::Id), columns.get(&Field::Folder)) {
            columns.insert(Field::Id, *folder);
        }
        match [Field::Id, Field::LastContact].into_iter().find(|field| !columns.contains_key(field))
        {
            Some(missing) => Err(RegisterError::ColumnMissing(missing)),
            None => Ok(Self(columns)),
        }
    }

    /// Position of a field's column.
    pub(super) fn position(&self, field: Field) -> Option<usize> {
        self.0.get(&field).copied()
    }
}

fn mapped(header: &[String], name: &str) -> Option<usize> {
    let name = fold(name);
    header.iter().position(|heading| *heading == name)
}

/// The field's own name wins; otherwise exactly one usual heading.
fn recognised(header: &[String], field: Field) -> Result<Option<usize>, RegisterError> {
    let own_name = fold(field.name());
    let usual = |heading: &String| field.headings().contains(&heading.as_str());
    let own: Vec<usize> = positions(header, |heading| *heading == own_name);
    let found = if own.is_empty() { positions(header, usual) } else { own };
    match found.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        _ => Err(RegisterError::ColumnAmbiguous(field)),
    }
}

fn positions(header: &[String], wanted: impl Fn(&String) -> bool) -> Vec<usize> {
    let found = header.iter().enumerate().filter(|(_, heading)| wanted(heading));
    found.map(|(position, _)| position).collect()
}

/// Lower case, without accents, every run of other signs a single space: for comparing only.
pub(super) fn fold(text: &str) -> String {
    let plain =
        text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    let mut folded = String::with_capacity(text.len());
    for letter in plain {
        if letter.is_alphanumeric() {
            folded.push(letter);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(header: &[&str], mapping: &Mapping) -> Result<Columns, RegisterError> {
        Columns::find(header.iter().copied(), mapping)
    }

    #[test]
    fn fields_are_found_under_their_own_names() {
        let header: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
        let columns = find(&header, &Mapping::new()).unwrap();
        for (position, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(columns.position(field), Some(position), "{field:?}");
        }
    }

    #[test]
    fn fields_are_found_under_french_headings() {
        let header = ["N° patient", "Né(e) le", "Date de décès", "DERNIÈRE VISITE", "Décédé(e)"];
        let columns = find(&header, &Mapping::new()).unwrap();
        let wanted = [Field::Id, Field::Birth, Field::Death, Field::LastContact, Field::Deceased];
        for (position, field) in wanted.into_iter().enumerate() {
            assert_eq!(columns.position(field), Some(position), "{field:?}");
        }
    }

    #[test]
    fn no_heading_belongs_to_two_fields_and_all_are_folded() {
        let mut seen = BTreeMap::new();
        for field in Field::ALL {
            for heading in field.headings().iter().copied().chain([fold(field.name()).as_str()]) {
                assert_eq!(fold(heading), heading);
                assert_eq!(seen.insert(heading.to_owned(), field), None, "{heading}");
            }
        }
    }

    #[test]
    fn two_columns_for_one_field_need_a_mapping() {
        let header = ["id", "dernier acte", "derniere visite"];
        let ambiguous = Err(RegisterError::ColumnAmbiguous(Field::LastContact));
        assert_eq!(find(&header, &Mapping::new()), ambiguous);
        let mapping = Mapping::from([(Field::LastContact, "Dernière visite".to_owned())]);
        let columns = find(&header, &mapping).unwrap();
        assert_eq!(columns.position(Field::LastContact), Some(2));
    }

    #[test]
    fn a_register_of_folders_only_is_numbered_by_them() {
        let columns = find(&["Dossier", "Dernier acte"], &Mapping::new()).unwrap();
        assert_eq!(columns.position(Field::Id), Some(0));
    }

    #[test]
    fn missing_columns_are_named() {
        let header = ["id", "naissance"];
        let missing = Err(RegisterError::ColumnMissing(Field::LastContact));
        assert_eq!(find(&header, &Mapping::new()), missing);
        let mapping = Mapping::from([(Field::LastContact, "vu".to_owned())]);
        assert_eq!(find(&header, &mapping), Err(RegisterError::ColumnUnknown(Field::LastContact)));
    }
}
