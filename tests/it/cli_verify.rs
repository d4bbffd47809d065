//! The monthly check on the command line.
