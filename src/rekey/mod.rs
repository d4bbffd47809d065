//! A new key for a living record, so that what it held before can no longer be opened.
