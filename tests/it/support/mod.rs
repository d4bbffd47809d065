//! What several integration tests share.

pub(crate) mod faulty;
pub(crate) mod vault;
