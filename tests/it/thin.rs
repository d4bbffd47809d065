//! Thinning and rekeying drives that the program wrote.
