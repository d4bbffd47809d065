//! Writing `refuge.toml`: the new state is laid over the old text, so that comments survive.

use std::io::Write;
use std::path::Path;

use toml_edit::{DocumentMut, Item, Table};

use crate::config::{Config, FILE_NAME};
use crate::error::{Action, Error, Result};
use crate::platform;

/// What a new file begins with.
const HEAD: &str = "\
# refuge: la configuration du cabinet / the practice's configuration.
# Vous pouvez modifier ce fichier ; vos commentaires restent.
# You may edit this file; your comments stay. It holds no secret.

";

impl Config {
    /// The text of a file that holds this configuration and the comments of `old`.
    ///
    /// # Errors
    /// `Config` when `old` is not TOML.
    pub fn render(&self, old: &str) -> Result<String> {
        let unreadable = |reason: &dyn std::fmt::Display| Error::Config {
            line: None,
            reason: reason.to_string(),
        };
        let mut document: DocumentMut = old.parse().map_err(|cause| unreadable(&cause))?;
        let fresh = toml::to_string(self).map_err(|cause| unreadable(&cause))?;
        let fresh: DocumentMut = fresh.parse().map_err(|cause| unreadable(&cause))?;
        lay_over(document.as_table_mut(), fresh.as_table());
        let text = document.to_string();
        Ok(if old.is_empty() { format!("{HEAD}{text}") } else { text })
    }

    /// Writes the file in `home` durably: a new file beside the old one, then one rename.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, home: &Path) -> Result<()> {
        let path = home.join(FILE_NAME);
        let old = match std::fs::read_to_string(&path) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => String::new(),
            other => other.map_err(Error::io(Action::Read, &path))?,
        };
        let text = self.render(&old)?;
        let failed = |cause| Error::Io { action: Action::Write, path: path.clone(), source: cause };
        let mut file = tempfile::NamedTempFile::new_in(home).map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path).map_err(|cause| failed(cause.error))?;
        platform::sync_folder(home).map_err(failed)
    }
}

/// Makes `old` hold what `new` holds, keeping the decoration of everything that stays.
fn lay_over(old: &mut Table, new: &Table) {
    let gone: Vec<String> =
        old.iter().map(|(key, _)| key.to_owned()).filter(|key| !new.contains_key(key)).collect();
    for key in gone {
        old.remove(&key);
    }
    for (key, fresh) in new {
        match (old.get_mut(key), fresh) {
            (Some(Item::Table(old)), Item::Table(fresh)) => lay_over(old, fresh),
            (Some(Item::ArrayOfTables(old)), Item::ArrayOfTables(fresh)) => {
                lay_over_all(old, fresh);
            }
            (Some(Item::Value(old)), Item::Value(fresh)) => {
                let decor = old.decor().clone();
                *old = fresh.clone();
                *old.decor_mut() = decor;
            }
            _ => {
                old.insert(key, fresh.clone());
            }
        }
    }
}

/// Tables of one array are matched by what identifies them, so that comments stay with their table.
fn lay_over_all(old: &mut toml_edit::ArrayOfTables, new: &toml_edit::ArrayOfTables) {
    let kept: Vec<Table> = old.iter().cloned().collect();
    old.clear();
    for fresh in new {
        let known = kept.iter().find(|table| identity(table) == identity(fresh));
        let mut table = known.cloned().unwrap_or_else(|| fresh.clone());
        table.set_position(None);
        lay_over(&mut table, fresh);
        old.push(table);
    }
}

fn identity(table: &Table) -> Vec<String> {
    let text = |key: &str| table.get(key).map(|item| item.to_string().trim().to_owned());
    ["id", "name", "epoch"].iter().filter_map(|key| text(key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{OpenFilesWay, PracticeSettings, RecordRule, Section, Source};
    use crate::id::{PracticeId, SectionId, SourceId};

    fn sample() -> Config {
        let section = SectionId([2; 16]);
        Config {
            practice: PracticeSettings {
                name: "Cabinet Dr Martin".into(),
                id: PracticeId([1; 16]),
                language: "fr".into(),
                country: "fr".into(),
                public_structure: false,
                call_in_incident: None,
                phone: None,
                open_files: OpenFilesWay::default(),
                epoch: 1,
            },
            reminders: crate::config::Reminders::default(),
            purge: None,
            sections: vec![Section { id: section, readers: vec![] }],
            sources: vec![Source {
                id: SourceId([3; 16]),
                path: "/patients".into(),
                class: "fr/medical-record".into(),
                records: RecordRule::EachFolder,
                section,
                exclude: vec![],
                keep: None,
            }],
            keys: vec![],
        }
    }

    #[test]
    fn a_configuration_reads_back() {
        let text = sample().render("").unwrap();
        assert_eq!(Config::parse(&text).unwrap(), sample());
    }

    #[test]
    fn comments_survive_a_change() {
        let text = sample().render("").unwrap();
        let text = text.replace("[[source]]", "# the patients\n[[source]]");
        let text = text.replace("language = \"fr\"", "language = \"fr\" # chez nous");
        let mut changed = sample();
        changed.practice.language = "en".into();
        changed.sources.push(Source { id: SourceId([4; 16]), ..changed.sources[0].clone() });
        let text = changed.render(&text).unwrap();
        assert!(text.contains("# the patients\n[[source]]"), "{text}");
        assert!(text.contains("language = \"en\" # chez nous"), "{text}");
        assert_eq!(Config::parse(&text).unwrap(), changed);
    }

    #[test]
    fn an_error_names_its_line() {
        let text = "[practice]\nname = 3\n";
        let Err(Error::Config { line, .. }) = Config::parse(text) else { panic!() };
        assert_eq!(line, Some(2));
    }
}
