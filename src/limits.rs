//! Every limit of the program, in one place, with the relations between them checked by the compiler.

/// Files of FAT are shorter than this, in bytes (Microsoft, "FAT32 File System Specification", 2000).
pub const FAT_FILE_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// Largest age header that is looked at, in bytes. A post-quantum header takes about 2 KiB.
pub const AGE_HEADER_BYTES_MAX: usize = 16 * 1024;

/// Smallest chunk that is cut out of a larger file, in bytes.
pub const CHUNK_BYTES_MIN: usize = 128 * 1024;
/// Largest chunk, in bytes. A file up to this size is one chunk.
pub const CHUNK_BYTES_MAX: usize = 384 * 1024;

/// Smallest chunk of a file that changes in place (a database), in bytes.
pub const FINE_CHUNK_BYTES_MIN: usize = 16 * 1024;
/// Largest chunk of a file that changes in place, in bytes.
pub const FINE_CHUNK_BYTES_MAX: usize = 48 * 1024;

/// A block is closed once it holds this many bytes.
pub const BLOCK_BYTES_TARGET: usize = 1024 * 1024;
/// Largest plaintext of one block (one zstd frame), in bytes.
pub const BLOCK_BYTES_MAX: usize = BLOCK_BYTES_TARGET + CHUNK_BYTES_MAX;

/// A segment is closed once its blocks hold this many bytes of source.
pub const SEGMENT_SOURCE_BYTES_TARGET: usize = 2 * 1024 * 1024;
/// Largest sealed segment, in bytes.
pub const SEGMENT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// A pack is closed at the latest once it holds this many bytes.
pub const PACK_BYTES_TARGET: usize = 16 * 1024 * 1024;
/// A pack is closed at the earliest once it holds this many bytes, however little there is to write.
pub const PACK_BYTES_LEAST: usize = 1024 * 1024;
/// Into about so many packs a backup is cut, so that parity has enough members to be cheap.
pub const PACKS_OF_A_BACKUP: u64 = 16;
/// Largest pack, in bytes.
pub const PACK_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Largest small object (manifest, index, keyring part, ledger copy) as it lies on the drive, in bytes.
pub const OBJECT_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Largest plaintext of a small object, in bytes.
pub const OBJECT_PLAIN_BYTES_MAX: usize = 2 * 1024 * 1024 * 1024;
/// How many times its packed length a small object may expand, beyond [`OBJECT_SLACK_BYTES`]. Ids and
/// hashes do not compress, so that a real one stays far below.
pub const OBJECT_EXPANSION_MAX: usize = 64;
/// What any small object may expand to, in bytes.
pub const OBJECT_SLACK_BYTES: usize = 16 * 1024 * 1024;
/// Largest `vault.json`, in bytes.
pub const VAULT_JSON_BYTES_MAX: usize = 16 * 1024;

/// Segments of one pack at most.
pub const PACK_SEGMENTS_MAX: usize = 65_536;

/// The greatest epoch that the name of a keyring part can hold.
pub const EPOCH_MAX: u32 = 9_999;
/// The greatest number that the name of a keyring part or of a ledger copy can hold.
pub const NUMBER_MAX: u64 = 999_999_999_999;
/// Folders below the vault are at most this deep (`mirror/sections/<id>/snapshots`, with room).
pub const FOLDER_DEPTH_MAX: usize = 6;
/// Longest file for people on a drive, in bytes.
pub const CLEAR_FILE_BYTES_MAX: usize = 1024 * 1024;
/// Share of a pack, in percent, that may be needed by no snapshot before thinning rewrites it.
pub const PACK_DEAD_PERCENT_MAX: u64 = 25;

/// scrypt work factor (log2 of N) of identity files, the value stock `age` writes.
pub const SCRYPT_WORK_FACTOR: u8 = 18;
/// Highest scrypt work factor that is accepted when opening a file.
pub const SCRYPT_WORK_FACTOR_MAX: u8 = 22;

const _: () = assert!(CHUNK_BYTES_MIN < CHUNK_BYTES_MAX);
const _: () = assert!(CHUNK_BYTES_MAX < BLOCK_BYTES_TARGET);
const _: () = assert!(SEGMENT_SOURCE_BYTES_TARGET + 2 * BLOCK_BYTES_MAX < SEGMENT_BYTES_MAX);
const _: () = assert!(PACK_BYTES_LEAST <= PACK_BYTES_TARGET);
const _: () = assert!(PACK_BYTES_TARGET + SEGMENT_BYTES_MAX <= PACK_BYTES_MAX);
