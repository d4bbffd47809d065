#!/usr/bin/env bash
# Fuzzes every reader of foreign bytes, one after the other, and prints a table: `fuzz/run.sh MINUTES [TARGET]...`
#
# Outside CI. Needs a nightly Rust and cargo-fuzz (`cargo install cargo-fuzz`), and for the seeds age, zstd, python3. One
# worker at the lowest priority, 2 GB of memory at most, five minutes for an input (by the clock: it waits for others).
# What makes a target fall lies in fuzz/artifacts afterwards; what was learned stays in fuzz/corpus. Minutes may be fractions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
minutes=${1:?usage: fuzz/run.sh MINUTES [TARGET]...}
shift
corpus=${FUZZ_CORPUS:-fuzz/corpus} artifacts=${FUZZ_ARTIFACTS:-fuzz/artifacts}
target_dir=${CARGO_TARGET_DIR:-fuzz/target}
# No sanitizer: the library has no unsafe code, and what is looked for is a panic, an overflow, a greedy or a slow reader.
options=(--fuzz-dir fuzz --sanitizer none --target-dir "$target_dir")

# The crates that the program is built with.
cp Cargo.lock fuzz/Cargo.lock
cargo +nightly fuzz build "${options[@]}" 2>&1 | tail -n 3
mapfile -t all < <(cargo +nightly fuzz list --fuzz-dir fuzz)
[ $# -eq 0 ] || all=("$@")

if [ ! -d "$corpus" ]; then
    program=${REFUGE:-}
    if [ -z "$program" ]; then
        cargo build --quiet --bin refuge
        program=$target_dir/debug/refuge
        [ -n "${CARGO_TARGET_DIR:-}" ] || program=target/debug/refuge
    fi
    python3 fuzz/seeds.py "$program" "$corpus"
fi

seconds=$(awk -v minutes="$minutes" 'BEGIN { printf "%d", minutes * 60 }')
binaries=$target_dir/x86_64-unknown-linux-gnu/release
printf '| target | minutes | of them processor | executions | edges | inputs kept | falls |\n|---|---|---|---|---|---|---|\n'
TIMEFORMAT='%U %S'
for target in "${all[@]}"; do
    mkdir -p "$corpus/$target" "$artifacts/$target"
    log=$artifacts/$target.log
    : >"$log"
    left=$seconds executions=0 worked=0
    # A fall ends the process: what is left of the time goes to a new one, a few times.
    for _ in 1 2 3 4 5 6; do
        began=$SECONDS
        { time nice -n 19 "$binaries/$target" "$corpus/$target" -max_total_time="$left" -rss_limit_mb=2048 -timeout=300 \
            -max_len=16384 -len_control=20 -print_final_stats=1 -artifact_prefix="$artifacts/$target/" \
            >"$log.now" 2>&1 && fell=no || fell=yes; } 2>"$log.time"
        cat "$log.now" >>"$log"
        worked=$(awk -v before="$worked" '{ print before + $1 + $2 }' "$log.time")
        ran=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log.now" | tail -n 1)
        executions=$((executions + ${ran:-0}))
        left=$((left - (SECONDS - began)))
        [ "$fell" = yes ] && [ "$left" -gt 1 ] || break
    done
    rm -f "$log.now" "$log.time"
    edges=$(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | cut -d' ' -f2 || true)
    falls=$(find "$artifacts/$target" -type f | wc -l)
    kept=$(find "$corpus/$target" -type f | wc -l)
    printf '| %s | %s | %.1f | %s | %s | %s | %s |\n' "$target" "$minutes" "$(awk -v s="$worked" 'BEGIN { print s / 60 }')" \
        "$executions" "${edges:-0}" "$kept" "$falls"
done
