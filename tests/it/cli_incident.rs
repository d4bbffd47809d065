//! Mass change and incidents on the command line.
