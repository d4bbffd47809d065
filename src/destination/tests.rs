//! Restores into folders that are hostile, crowded or odd.
