//! Colours and symbols. Neither ever carries meaning alone: the word is always printed too.

use anstream::ColorChoice;

use crate::cli::args::{ColorChoice as Asked, Common};

/// Whether colours are used; decided once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Colours(pub(crate) ColorChoice);

impl Colours {
    /// From the flags, then `NO_COLOR` and `FORCE_COLOR` (set and not empty), then the terminal.
    pub(crate) fn decide(common: &Common, variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let choice = match common.color {
            _ if common.no_color || common.plain => ColorChoice::Never,
            Some(Asked::Never) => ColorChoice::Never,
            Some(Asked::Always) => ColorChoice::Always,
            Some(Asked::Auto) => ColorChoice::Auto,
            None if set("NO_COLOR") => ColorChoice::Never,
            None if set("FORCE_COLOR") => ColorChoice::Always,
            None => ColorChoice::Auto,
        };
        Self(choice)
    }
}

/// Signs that old consoles lack; words with `--plain`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Symbols {
    /// Look here.
    pub(crate) warning: &'static str,
    /// Done part, edge and rest of a bar.
    pub(crate) bar: &'static str,
}

impl Symbols {
    /// Unicode where the terminal is known to show it.
    pub(crate) fn decide(plain: bool, variable: impl Fn(&str) -> Option<String>) -> Self {
        if !plain && shows_unicode(variable) {
            Self { warning: "⚠", bar: "━╸─" }
        } else {
            Self { warning: "!", bar: "#>-" }
        }
    }
}

/// Windows Terminal says so itself; elsewhere the locale does.
fn shows_unicode(variable: impl Fn(&str) -> Option<String>) -> bool {
    if variable("WT_SESSION").is_some() {
        return true;
    }
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()))
        .is_some_and(|locale| locale.to_ascii_lowercase().replace('-', "").ends_with("utf8"))
}

/// Red and bold: something is wrong.
pub(crate) fn alarm(text: &str) -> String {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    format!("{style}{text}{style:#}")
}

/// Bold: the word to read first.
pub(crate) fn strong(text: &str) -> String {
    let style = anstyle::Style::new().bold();
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::Parser;

    fn decide(args: &[&str], variable: Option<(&str, &str)>) -> ColorChoice {
        let common = Cli::try_parse_from(args).unwrap().common;
        let lookup = |name: &str| {
            variable.filter(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
        };
        Colours::decide(&common, lookup).0
    }

    #[test]
    fn flags_win_over_variables() {
        assert_eq!(
            decide(&["refuge", "--color", "always"], Some(("NO_COLOR", "1"))),
            ColorChoice::Always
        );
        assert_eq!(
            decide(&["refuge", "--no-color"], Some(("FORCE_COLOR", "1"))),
            ColorChoice::Never
        );
    }

    #[test]
    fn an_empty_no_color_counts_as_unset() {
        assert_eq!(decide(&["refuge"], Some(("NO_COLOR", ""))), ColorChoice::Auto);
        assert_eq!(decide(&["refuge"], Some(("NO_COLOR", "1"))), ColorChoice::Never);
    }

    #[test]
    fn plain_means_ascii() {
        let utf8 = |name: &str| (name == "LANG").then(|| "fr_FR.UTF-8".to_owned());
        assert!(Symbols::decide(true, utf8).warning.is_ascii());
        assert_eq!(Symbols::decide(false, utf8).warning, "⚠");
        assert!(Symbols::decide(false, |_| None).bar.is_ascii());
    }
}
