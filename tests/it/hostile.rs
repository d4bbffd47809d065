//! Kept vaults: hostile ones are refused, old ones are opened.
