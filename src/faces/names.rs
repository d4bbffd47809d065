//! Names: several in one sentence, and one that was typed.

use refuge::browse;

use crate::faces::{Catalog, fl, safe};

/// `Blue`, `Blue or Red`, `Blue, Red or Green`.
pub(crate) fn either(words: &Catalog, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| safe(name)).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => {
            fl!(words, "list-or", others = others.join(", "), last = last.as_str())
        }
    }
}

/// Keys to what is on a drive that only other drives hold.
pub(crate) fn keys_elsewhere(words: &Catalog, drive: &str, others: &[String]) -> String {
    let first = others.first().map(|other| safe(other)).unwrap_or_default();
    let on = either(words, others);
    fl!(words, "matter-keys-elsewhere", drive = safe(drive), on = on, first = first)
}

/// Case, accents, runs of spaces and the shape of apostrophes, hyphens and quotation marks do not matter: keyboards
/// and telephones choose these. Everything else does.
pub(crate) fn same_name(typed: &str, expected: &str) -> bool {
    let plain = |sign| match sign {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2032}' | '\u{b4}' | '`' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{ab}' | '\u{bb}' | '\u{201c}'..='\u{201e}' => '"',
        other => other,
    };
    let folded = |text: &str| {
        let text = browse::fold(&text.chars().map(plain).collect::<String>());
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    folded(typed) == folded(expected)
}

#[cfg(test)]
mod tests {
    use super::same_name;

    #[test]
    fn a_name_typed_on_another_keyboard_is_the_same_name() {
        let name = "Cabinet de l’Étoile - Drs Noël & Bœuf";
        for typed in [
            "Cabinet de l'Étoile - Drs Noël & Bœuf",
            "cabinet de l'etoile - drs noel & boeuf",
            "CABINET DE L´ÉTOILE – DRS NOËL & BŒUF",
            " Cabinet\u{a0}de  l‘E\u{301}toile \u{2011} Drs Noël & Bœuf ",
        ] {
            assert!(same_name(typed, name), "{typed}");
        }
        for typed in ["", "Cabinet de l Étoile - Drs Noël & Bœuf", "Cabinet de l’Étoile"] {
            assert!(!same_name(typed, name), "{typed}");
        }
    }
}
