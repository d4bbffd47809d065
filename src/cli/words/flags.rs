//! A French word beside each flag, understood whatever the language. In French, advice and examples are written with
//! the French word and help shows both; scripts keep to the English one, which stays.

use clap::Arg;

/// A flag and its French words: the first is shown, the others are ways to spell it.
const FRENCH: &[(&str, &[&str])] = &[
    ("all", &["tout"]),
    ("allow-fixed", &["accepter-fixe"]),
    ("as-of", &["au"]),
    ("attach", &["rattacher"]),
    ("by", &["par"]),
    ("calendar", &["calendrier"]),
    ("certificate", &["certificat"]),
    ("class", &["categorie", "catégorie"]),
    ("color", &["couleurs"]),
    ("confirm", &["confirmer"]),
    ("copy", &["copie"]),
    ("drive", &["disque"]),
    ("dry-run", &["simuler"]),
    ("epoch", &["serrure"]),
    ("ever-held", &["a-contenu"]),
    ("existing", &["existants"]),
    ("expected-changes", &["changements-attendus"]),
    ("explain", &["expliquer"]),
    ("exported", &["exporte-le", "exporté-le"]),
    ("fewer-patients", &["moins-de-patients"]),
    ("finish", &["terminer"]),
    ("forget-columns", &["oublier-colonnes"]),
    ("full", &["complet"]),
    ("help", &["aide"]),
    ("here", &["ici"]),
    ("identity", &["cle", "clé"]),
    ("identity-out", &["cle-vers", "clé-vers"]),
    ("ignore", &["ignorer"]),
    ("in-place", &["sur-place"]),
    ("install", &["installer"]),
    ("keep", &["garder"]),
    ("kind", &["sorte"]),
    ("lang", &["langue"]),
    ("map", &["colonne"]),
    ("medium", &["support"]),
    ("method", &["methode", "méthode"]),
    ("name", &["nom"]),
    ("names", &["noms"]),
    ("new-passphrase-file", &["fichier-nouvelle-phrase"]),
    ("newest-only", &["derniere-seule", "dernière-seule"]),
    ("no-color", &["sans-couleurs"]),
    ("no-eject", &["sans-ejecter", "sans-éjecter"]),
    ("no-first-backup", &["sans-premiere-sauvegarde", "sans-première-sauvegarde"]),
    ("no-input", &["sans-question"]),
    ("old-identity", &["ancienne-cle", "ancienne-clé"]),
    ("old-passphrase-file", &["fichier-ancienne-phrase"]),
    ("on-computer", &["sur-ordinateur"]),
    ("open", &["ouvrir"]),
    ("output", &["fichier"]),
    ("own-numbers", &["numeros-du-cabinet", "numéros-du-cabinet"]),
    ("passphrase-file", &["fichier-phrase"]),
    ("passphrase-stdin", &["phrase-entree", "phrase-entrée"]),
    ("path", &["chemin"]),
    ("place", &["lieu"]),
    ("plain", &["simple"]),
    ("plugged", &["branche", "branché"]),
    ("post-quantum", &["post-quantique"]),
    ("practice", &["cabinet"]),
    ("prove", &["prouver"]),
    ("public-structure", &["structure-publique"]),
    ("quick", &["rapide"]),
    ("quiet", &["silencieux"]),
    ("readers", &["lecteurs"]),
    ("reason", &["raison"]),
    ("recipient", &["cle-publique", "clé-publique"]),
    ("records", &["decoupe", "découpe"]),
    ("recovery-out", &["fiche-vers"]),
    ("rehearse", &["essayer-fiche"]),
    ("rekey", &["nouvelle-cle", "nouvelle-clé"]),
    ("repair", &["reparer", "réparer"]),
    ("replace", &["remplacer"]),
    ("review", &["revoir"]),
    ("same-columns", &["memes-colonnes", "mêmes-colonnes"]),
    ("sample", &["echantillon", "échantillon"]),
    ("snapshot", &["sauvegarde"]),
    ("source", &["dossier"]),
    ("to", &["vers"]),
    ("today", &["aujourdhui", "aujourd'hui"]),
    ("verbose", &["details", "détails"]),
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

/// The flag's own name, by whichever of its words.
pub(crate) fn own_name(word: &str) -> &str {
    let known = FRENCH.iter().find(|(_, words)| words.contains(&word));
    known.map_or(word, |(own, _)| own)
}

/// The French word of a flag, as it is shown.
pub(super) fn in_french(own: &str) -> Option<&'static str> {
    let known = FRENCH.iter().find(|(name, _)| *name == own);
    known.and_then(|(_, words)| words.first().copied())
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
    fn the_page_about_the_command_line_lists_each_pair() {
        let manual = include_str!("../../../docs/cli.md");
        for (own, words) in FRENCH {
            let row = format!("| `--{own}` | `--{}` |", words.first().unwrap());
            assert_eq!(manual.matches(&row).count(), 1, "docs/cli.md: {row}");
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

    /// The flags that are written in a text, without their dashes.
    fn written(line: &str) -> Vec<&str> {
        let after = line.match_indices("--").filter(|(at, _)| {
            !line.get(..*at).unwrap().ends_with(|last: char| last.is_alphanumeric() || last == '-')
        });
        let name = |(at, _)| {
            let rest = line.get(at + 2..).unwrap();
            let end = rest.find(|letter: char| !letter.is_alphabetic() && letter != '-');
            rest.get(..end.unwrap_or(rest.len())).unwrap()
        };
        after.map(name).filter(|name| !name.is_empty()).collect()
    }

    #[test]
    fn what_is_written_in_french_has_french_flags() {
        let catalogue = include_str!("../../../i18n/fr/refuge.ftl").lines();
        let guide = include_str!("../../../docs/guide.fr.md").lines();
        let page = include_str!("../../../assets/LISEZ-MOI.html").lines();
        // The script of a drive has flags of its own, and one line is for who reads English.
        let others = ["#", "help-other-language"];
        let ours = |line: &&str| {
            !others.iter().any(|start| line.starts_with(start)) && !line.contains("rescue.py")
        };
        let of_page = page.filter(|line| line.contains(">refuge "));
        for line in catalogue.chain(guide).chain(of_page).filter(ours) {
            let english =
                written(line).into_iter().find(|flag| FRENCH.iter().any(|(own, _)| own == flag));
            assert_eq!(english, None, "{line}");
        }
    }
}
