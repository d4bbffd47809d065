//! What an import understood and found, for scripts.

use refuge::register::Quarantined;
use refuge::retention::facts::MassDates;
use serde_json::{Value, json};

use crate::faces::register_told::trouble_word;

/// A row that is not believed, for scripts.
pub(super) fn row(row: &Quarantined) -> Value {
    json!({
        "line": row.line,
        "list": row.list,
        "trouble": row.trouble.map(|trouble| trouble_word(&json!(trouble))),
        "column": row.column,
        "shape": row.shape,
    })
}

/// Days that too many patients share, for scripts.
pub(super) fn fillers(fillers: &MassDates) -> Value {
    json!({"birth": fillers.births, "death": fillers.deaths, "last_contact": fillers.register})
}
