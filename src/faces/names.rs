//! Sentences that name several drives.

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
