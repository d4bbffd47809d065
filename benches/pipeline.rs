//! What each stage of a backup costs, and the whole pipeline into memory.
//!
//! `cargo bench --bench pipeline`. Figures and machine: `docs/decisions.md`.

use divan::Bencher;
use divan::counter::BytesCount;
use refuge::chunker::{self, CutRule};
use refuge::compress::Shrinker;
use refuge::crypto::hash::NamingSecret;
use refuge::crypto::{Identity, seal};
use refuge::id::RecordId;

const MIB: usize = 1024 * 1024;

fn main() {
    divan::main();
}

/// Text like that of practice software: repetitive, never the same.
fn records(length: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(length + 128);
    let mut number = 1_u64;
    while text.len() < length {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let line = format!(
            "{{\"patient\":{},\"date\":\"20{:02}-{:02}-11\",\"tension\":\"{}/{}\",\"note\":\"stable, revoir\"}}\n",
            number >> 40,
            number % 26,
            number % 12 + 1,
            number % 8 + 11,
            number % 4 + 6
        );
        text.extend_from_slice(line.as_bytes());
    }
    text.truncate(length);
    text
}

fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

#[divan::bench]
fn cut(bencher: Bencher<'_, '_>) {
    let bytes = noise(16 * MIB);
    let key = CutRule { multiplier: 0x915f_77f5, addend: 0x3463_6463 };
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench(|| chunker::cuts(&bytes, chunker::COARSE, key).len());
}

#[divan::bench]
fn name(bencher: Bencher<'_, '_>) {
    let chunk = noise(256 * 1024);
    let key = NamingSecret::generate().chunk_key(RecordId([7; 16]));
    bencher.counter(BytesCount::new(chunk.len())).bench(|| key.name(&chunk));
}

#[divan::bench(args = ["text", "noise"])]
fn shrink_block(bencher: Bencher<'_, '_>, kind: &str) {
    let block = if kind == "text" { records(MIB) } else { noise(MIB) };
    bencher
        .counter(BytesCount::new(block.len()))
        .with_inputs(|| Shrinker::new().ok())
        .bench_values(|shrinker| {
            shrinker.and_then(|mut it| it.frame(&block, &mut Vec::new()).ok())
        });
}

#[divan::bench]
fn seal_segment(bencher: Bencher<'_, '_>) {
    let frames = noise(4 * MIB);
    let recipient = Identity::generate().to_recipient();
    bencher.counter(BytesCount::new(frames.len())).bench(|| {
        recipient.as_ref().and_then(|to| seal(to, &frames).map(|bytes| bytes.len()).ok())
    });
}
