//! Papers at the command line: where they go, and those that are no entry of the ledger.

pub(crate) mod guide;
pub(crate) mod label;
pub(crate) mod output;
pub(crate) mod register;
pub(crate) mod sheet_form;

pub(crate) use crate::faces::papers::{desk, is_filed, of};
