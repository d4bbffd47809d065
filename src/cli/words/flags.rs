//! A French word beside each flag, understood whatever the language; help in French shows both.

use clap::Arg;

/// A flag and its French words: the first is shown, the others are ways to spell it.
const FRENCH: &[(&str, &[&str])] = &[
    ("all", &["tout"]),
    ("as-of", &["au"]),
    ("by", &["par"]),
    ("calendar", &["calendrier"]),
    ("class", &["categorie", "catégorie"]),
    ("confirm", &["confirmer"]),
    ("drive", &["disque"]),
    ("dry-run", &["simuler"]),
    ("exported", &["exporte-le", "exporté-le"]),
    ("existing", &["existants"]),
    ("expected-changes", &["changements-attendus"]),
    ("explain", &["expliquer"]),
    ("finish", &["terminer"]),
    ("full", &["complet"]),
    ("ignore", &["ignorer"]),
    ("in-place", &["sur-place"]),
    ("keep", &["garder"]),
    ("kind", &["sorte"]),
    ("map", &["colonne"]),
    ("medium", &["support"]),
    ("method", &["methode", "méthode"]),
    ("name", &["nom"]),
    ("names", &["noms"]),
    ("no-eject", &["sans-ejecter", "sans-éjecter"]),
    ("no-input", &["sans-question"]),
    ("on-computer", &["sur-ordinateur"]),
    ("open", &["ouvrir"]),
    ("output", &["fichier"]),
    ("path", &["chemin"]),
    ("place", &["lieu"]),
    ("prove", &["prouver"]),
    ("quick", &["rapide"]),
    ("quiet", &["silencieux"]),
    ("readers", &["lecteurs"]),
    ("reason", &["raison"]),
    ("records", &["decoupe", "découpe"]),
    ("rehearse", &["essayer-fiche"]),
    ("repair", &["reparer", "réparer"]),
    ("replace", &["remplacer"]),
    ("review", &["revoir"]),
    ("sample", &["echantillon", "échantillon"]),
    ("snapshot", &["sauvegarde"]),
    ("to", &["vers"]),
    ("today", &["aujourdhui", "aujourd'hui"]),
    ("visits", &["visites"]),
    ("wait", &["attendre"]),
    ("witness", &["temoin", "témoin"]),
    ("year", &["annee", "année"]),
];

/// The flag with its French words.
pub(super) fn with_french(arg: Arg) -> Arg {
    let known = FRENCH.iter().find(|(own, _)| arg.get_long() == Some(own));
    match known.and_then(|(_, words)| words.split_first()) {
        Some((shown, spelled)) => arg.visible_alias(*shown).aliases(spelled.iter().copied()),
        None => arg,
    }
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::*;
    use crate::cli::args::Cli;
    use crate::cli::words::help::localized;
    use crate::cli::{Catalog, Language};

    fn flags(command: &Command, found: &mut Vec<String>) {
        found.extend(command.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned)));
        command.get_subcommands().for_each(|sub| flags(sub, found));
    }

    #[test]
    fn each_french_word_stands_for_a_flag_that_there_is() {
        let mut known = Vec::new();
        flags(&Cli::command(), &mut known);
        for (own, words) in FRENCH {
            assert!(known.iter().any(|flag| flag == own), "no --{own}");
            for word in *words {
                assert!(!known.iter().any(|flag| flag == word), "--{word} is a flag itself");
            }
        }
    }

    #[test]
    fn french_flags_are_understood_whatever_the_language() {
        for language in [Language::French, Language::English] {
            let words = Catalog::load(language).unwrap();
            let tree = localized(Cli::command(), &words, None);
            for line in [
                "refuge restaurer durand --disque Bleu --vers X --sauvegarde 2026-11-20 --noms",
                "refuge restore --tout --sur-place --existants garder",
                "refuge verifier --complet --réparer --disque Bleu",
                "refuge purger --simuler --au 2031-01-01",
                "refuge rapport dernier --ouvrir",
            ] {
                let parsed = tree.clone().try_get_matches_from(line.split(' '));
                assert!(parsed.is_ok(), "{line}: {parsed:?}");
            }
        }
    }
}
