//! The answers of Windows.
