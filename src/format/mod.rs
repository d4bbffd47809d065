//! The bytes of a vault, as `docs/format.md` describes them: pure encoding and decoding.

pub mod documents;
pub mod entry;
pub mod names;
pub mod pack;

/// Version of the on-drive format that this program writes.
pub const FORMAT_VERSION: u32 = 1;
/// Version of manifests that lean on another, which older programs must refuse.
pub const LEANING_VERSION: u32 = 2;
