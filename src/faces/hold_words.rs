//! Why a record must not be erased for now, in words.

use refuge::retention::facts::HoldReason;
use serde_json::json;

use crate::faces::{Catalog, Values};

/// Every class of reason, in the order a person is offered them.
pub(crate) const REASONS: [HoldReason; 7] = [
    HoldReason::LiabilityClaim,
    HoldReason::Requisition,
    HoldReason::Restriction,
    HoldReason::Inquiry,
    HoldReason::Insurer,
    HoldReason::AccessRequest,
    HoldReason::Other,
];

/// In the person's language.
pub(crate) fn reason_name(words: &Catalog, reason: HoldReason) -> String {
    reason_in_words(words, json!(reason).as_str().unwrap_or_default())
}

/// A reason as the ledger keeps it, in the person's language.
pub(crate) fn reason_in_words(words: &Catalog, reason: &str) -> String {
    let found = words.find(&format!("hold-reason-{reason}"), &Values::new());
    found.unwrap_or_else(|| reason.to_owned())
}
