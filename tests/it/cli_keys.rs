//! Opening keys on the command line: add, remove, rotate, attest, readers, rehearsal.
