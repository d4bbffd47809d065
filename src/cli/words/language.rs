//! Which of the two languages to speak. Known before the command line is parsed, because help and
//! parse errors must already be in it.

use std::ffi::OsString;

use super::flags;
use crate::faces::Language;

/// `--lang` in the raw arguments, then `REFUGE_LANG`, then what the practice chose, then the system,
/// then French.
///
/// A wrong `--lang` is passed over here; clap complains about it afterwards.
pub(crate) fn choose(
    args: &[OsString],
    variable: Option<&str>,
    practice: impl FnOnce() -> Option<String>,
    system: Option<&str>,
) -> Language {
    in_arguments(args)
        .or_else(|| variable.and_then(Language::parse))
        .or_else(|| practice().as_deref().and_then(Language::parse))
        .or_else(|| system.and_then(Language::parse))
        .unwrap_or(Language::French)
}

fn in_arguments(args: &[OsString]) -> Option<Language> {
    let mut texts = args.iter().filter_map(|arg| arg.to_str()).take_while(|arg| *arg != "--");
    while let Some(text) = texts.next() {
        let Some(flag) = text.strip_prefix("--") else { continue };
        let (name, tag) =
            flag.split_once('=').map_or((flag, None), |(name, tag)| (name, Some(tag)));
        if flags::own_name(name) == "lang" {
            return tag.or_else(|| texts.next()).and_then(Language::parse);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(texts: &[&str]) -> Vec<OsString> {
        texts.iter().map(OsString::from).collect()
    }

    #[test]
    fn the_flag_wins_over_the_variable_and_the_system() {
        let given = args(&["refuge", "backup", "--lang", "en"]);
        assert_eq!(choose(&given, Some("fr"), || None, Some("fr_FR.UTF-8")), Language::English);
        assert_eq!(
            choose(&args(&["refuge", "--langue", "en"]), None, || None, None),
            Language::English
        );
        assert_eq!((flags::own_name("langue"), flags::own_name("lang")), ("lang", "lang"));
        let joined = args(&["refuge", "--lang=en"]);
        assert_eq!(choose(&joined, Some("fr"), || None, None), Language::English);
    }

    #[test]
    fn the_variable_wins_over_the_system() {
        assert_eq!(
            choose(&args(&["refuge"]), Some("en"), || None, Some("fr_FR")),
            Language::English
        );
    }

    #[test]
    fn what_the_practice_chose_wins_over_the_system() {
        let chosen = choose(&args(&["refuge"]), None, || Some("en".into()), Some("fr_FR"));
        assert_eq!(chosen, Language::English);
    }

    #[test]
    fn french_is_the_last_resort() {
        assert_eq!(choose(&args(&["refuge"]), None, || None, None), Language::French);
        assert_eq!(
            choose(&args(&["refuge"]), Some("de"), || None, Some("C.UTF-8")),
            Language::French
        );
        assert_eq!(
            choose(&args(&["refuge", "--lang", "xx"]), None, || None, None),
            Language::French
        );
    }

    #[test]
    fn what_follows_two_dashes_is_no_flag() {
        let given = args(&["refuge", "find", "--", "--lang", "en"]);
        assert_eq!(choose(&given, None, || None, Some("fr_FR")), Language::French);
    }
}
