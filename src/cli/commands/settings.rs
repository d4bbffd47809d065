//! `refuge settings`: what can be changed, one by one; and files that let the system remind.

use refuge::config::{Config, Setting};
use refuge::visit;

use super::{classes, home, schedule};
use crate::cli::{
    Catalog, Exit, Face, Failure, Summary, Values,
    args::papers::{Settings, SettingsVerb},
    fl, safe,
    terminal::table,
};
use crate::faces::setting_words::name;

pub(super) fn run(face: &mut Face<'_>, options: &Settings) -> Result<Exit, Failure> {
    match &options.verb {
        Some(SettingsVerb::Set { setting, value }) => set(face, setting, value),
        Some(SettingsVerb::Classes) => classes::run(face),
        Some(SettingsVerb::Schedule(options)) => schedule::run(face, options),
        Some(SettingsVerb::Show) | None => show(face),
    }
}

fn show(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let practice = home::practice_reading(face)?;
    let values: serde_json::Map<String, serde_json::Value> = Setting::ALL
        .iter()
        .map(|setting| (setting.name().to_owned(), setting.value(&practice.config).into()))
        .collect();
    let summary = Summary::new("settings", Exit::Done).with("settings", values);
    let rows: Vec<Vec<String>> = Setting::ALL
        .iter()
        .map(|setting| {
            let value = value(face.words, *setting, &practice.config);
            let value = if value.is_empty() { "-".to_owned() } else { safe(&value) };
            vec![name(face.words, *setting), value, meaning(face, *setting)]
        })
        .collect();
    let mut lines = table::on_screen(&[], &rows);
    lines.push(String::new());
    lines.push(fl!(face.words, "settings-how"));
    let file = practice.home.join(refuge::config::FILE_NAME);
    lines.push(fl!(face.words, "settings-file", file = safe(&file.to_string_lossy())));
    face.finish(&summary, &lines)
}

/// One line per setting, in the catalogue under `setting-<name>`; a test sees to it.
fn meaning(face: &Face<'_>, setting: Setting) -> String {
    face.words.find(&format!("setting-{}", setting.name()), &Values::new()).unwrap_or_default()
}

fn set(face: &mut Face<'_>, typed: &str, given: &str) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let setting = Setting::named(typed)?;
    visit::setting(&mut practice, setting, given, home::now())?;
    let summary = Summary::new("settings", Exit::Done)
        .with("setting", setting.name())
        .with("value", setting.value(&practice.config).as_str());
    let (name, value) = (name(face.words, setting), value(face.words, setting, &practice.config));
    let line = fl!(face.words, "settings-set", setting = name, value = safe(&value));
    face.finish(&summary, &[line])
}

/// The same of its value, where that is one of few words.
fn value(words: &Catalog, setting: Setting, config: &Config) -> String {
    let value = setting.value(config);
    match setting {
        Setting::PublicStructure | Setting::OpenFiles | Setting::FolderNames => {
            fl!(words, "setting-value-word", value = value)
        }
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Language;

    #[test]
    fn a_setting_and_its_values_can_be_typed_as_they_are_shown() {
        for language in [Language::French, Language::English] {
            let words = Catalog::load(language).unwrap();
            for setting in Setting::ALL {
                assert_eq!(Setting::named(&name(&words, setting)).unwrap(), setting);
            }
            let own = [
                (Setting::PublicStructure, ["yes", "no"]),
                (Setting::OpenFiles, ["left-out", "as-after-a-power-cut"]),
                (Setting::FolderNames, ["exact", "contains"]),
            ];
            for (setting, value) in own.iter().flat_map(|(one, all)| all.map(|value| (*one, value)))
            {
                let shown = fl!(words, "setting-value-word", value = value);
                let text = "[practice]\nname = \"x\"\nid = \"01010101010101010101010101010101\"\n\
                            language = \"fr\"\n";
                let mut config = Config::parse(text).unwrap();
                setting.set(&mut config, &shown).unwrap();
                assert_eq!(setting.value(&config), value, "{shown}");
            }
        }
    }

    #[test]
    fn every_setting_is_explained_in_both_languages() {
        for language in [Language::French, Language::English] {
            let words = Catalog::load(language).unwrap();
            let (face, _) = Face::scripted(&words, &["refuge", "settings"], &[]);
            for setting in Setting::ALL {
                assert!(meaning(&face, setting).len() > 10, "{}", setting.name());
            }
        }
    }
}
