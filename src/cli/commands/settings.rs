//! `refuge settings`: what can be changed, one by one; and files that let the system remind.

use refuge::config::Setting;
use refuge::visit;

use super::{classes, home, schedule};
use crate::cli::{
    Exit, Face, Failure, Summary, Values,
    args::papers::{Settings, SettingsVerb},
    fl, safe,
    terminal::table,
};

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
            let value = setting.value(&practice.config);
            let value = if value.is_empty() { "-".to_owned() } else { safe(&value) };
            vec![setting.name().to_owned(), value, meaning(face, *setting)]
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

fn set(face: &mut Face<'_>, name: &str, value: &str) -> Result<Exit, Failure> {
    let mut practice = home::practice(face)?;
    let setting = Setting::named(name)?;
    visit::setting(&mut practice, setting, value, home::now())?;
    let value = setting.value(&practice.config);
    let summary =
        Summary::new("settings", Exit::Done).with("setting", name).with("value", value.as_str());
    let line = fl!(face.words, "settings-set", setting = name, value = safe(&value));
    face.finish(&summary, &[line])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Catalog, Language};

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
