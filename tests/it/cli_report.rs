//! The ledger and the papers that are printed from it.
