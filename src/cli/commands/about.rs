//! `refuge about`: version, licence, promises.

use crate::cli::{Exit, Face, Failure, Summary, fl};

pub(super) fn run(face: &mut Face<'_>) -> Result<Exit, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    let licence = env!("CARGO_PKG_LICENSE");
    let summary =
        Summary::new("about", Exit::Done).with("version", version).with("licence", licence);
    let sentences = [
        format!("refuge {version}"),
        fl!(face.words, "about-purpose"),
        fl!(face.words, "about-offline"),
        fl!(face.words, "about-licence", licence = licence),
    ];
    face.finish(&summary, &sentences)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Catalog, Language};

    #[test]
    fn about_promises_that_nothing_leaves() {
        let words = Catalog::load(Language::French).unwrap();
        let (mut face, transcript) = Face::scripted(&words, &["refuge", "about"], &[]);
        assert_eq!(run(&mut face).unwrap(), Exit::Done);
        assert!(transcript.results.text().contains("Rien ne quitte cet ordinateur"));
        assert_eq!(transcript.said.text(), "");
    }
}
