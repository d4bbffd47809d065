//! `refuge about`: version, licence, promises.

use super::super::catalog::fl;
use super::super::exit::Exit;
use super::super::face::Face;
use super::super::failure::Failure;
use super::super::summary::Summary;

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
    use super::super::super::catalog::Catalog;
    use super::super::super::language::Language;
    use super::*;

    #[test]
    fn about_promises_that_nothing_leaves() {
        let words = Catalog::load(Language::French).unwrap();
        let (mut face, transcript) = Face::scripted(&words, &["refuge", "about"], &[]);
        assert_eq!(run(&mut face).unwrap(), Exit::Done);
        assert!(transcript.results.text().contains("Rien ne quitte cet ordinateur"));
        assert_eq!(transcript.said.text(), "");
    }
}
