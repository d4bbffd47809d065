//! The life of a drive on the command line: lost, found, wiped, destroyed, ejected, replaced.
