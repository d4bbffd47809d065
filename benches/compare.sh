#!/usr/bin/env bash
# Compares whole runs of refuge (release build) with restic, rustic and borg, whichever are installed.
#
#   benches/compare.sh [--mib N] [--runs N] [--folder DIR] [TOOL…]
#
# Makes a practice's files in a scratch folder (DIR decides on which medium), then measures for
# each tool: a first backup, a backup without changes, a full restore (compared with the source),
# and a verification that reads every byte. Prints the median of wall seconds, the peak of memory
# and the size of what was stored. Caches are warm; read-back past the cache, which only refuge
# does after a backup, is part of its time. Uses hyperfine where it is installed. Not for CI.
set -euo pipefail

self=$(realpath "${BASH_SOURCE[0]}")
root=$(dirname "$(dirname "$self")")
mib=512 runs=3 folder='' tools=()
steps=(first unchanged restore verify)

# -- one step of one tool; the script calls itself for these, so that each is one process ---------
export RESTIC_PASSWORD=comparison RUSTIC_PASSWORD=comparison BORG_PASSPHRASE=comparison
export BORG_RELOCATED_REPO_ACCESS_IS_OK=yes BORG_CHECK_I_KNOW_WHAT_I_AM_DOING=YES

refuge() { "${CARGO_TARGET_DIR:-$root/target}/release/refuge" --no-input --quiet "$@"; }
refuge_key() { refuge "$@" --identity "$COMPARE/key" --passphrase-file "$COMPARE/passphrase"; }

init_refuge() {
    export REFUGE_HOME=$COMPARE/home-refuge
    printf 'ruban cabanon octobre navire potager lanterne tambour gardien\n' >"$COMPARE/passphrase"
    rm -rf "$REFUGE_HOME" "$COMPARE/key" "$COMPARE/recovery"
    refuge init --practice Comparison --identity-out "$COMPARE/key" \
        --passphrase-file "$COMPARE/passphrase" --recovery-out "$COMPARE/recovery"
    refuge sources add "$COMPARE/source" --class fr/medical-record --records each-folder
    mkdir -p "$COMPARE/store-refuge"
    refuge drives add "$COMPARE/store-refuge" --name comparison --allow-fixed
}
backup_refuge() { REFUGE_HOME=$COMPARE/home-refuge refuge backup --no-eject --expected-changes; }
restore_refuge() { REFUGE_HOME=$COMPARE/home-refuge refuge_key restore --all --to "$COMPARE/target"; }
verify_refuge() { REFUGE_HOME=$COMPARE/home-refuge refuge_key verify --full; }

init_restic() { restic -q init -r "$COMPARE/store-restic"; }
backup_restic() { restic -q backup -r "$COMPARE/store-restic" --compression auto "$COMPARE/source"; }
restore_restic() { restic -q restore -r "$COMPARE/store-restic" latest --target "$COMPARE/target"; }
verify_restic() { restic -q check -r "$COMPARE/store-restic" --read-data; }

init_rustic() { rustic --log-level error -r "$COMPARE/store-rustic" init; }
backup_rustic() { rustic --log-level error -r "$COMPARE/store-rustic" backup "$COMPARE/source"; }
restore_rustic() { rustic --log-level error -r "$COMPARE/store-rustic" restore latest "$COMPARE/target"; }
verify_rustic() { rustic --log-level error -r "$COMPARE/store-rustic" check --read-data; }

init_borg() { borg init -e repokey-blake2 "$COMPARE/store-borg"; }
backup_borg() { borg create -C zstd,3 "$COMPARE/store-borg::{now:%s%f}" "$COMPARE/source"; }
restore_borg() {
    mkdir -p "$COMPARE/target" && cd "$COMPARE/target"
    borg extract "$COMPARE/store-borg::$(borg list --last 1 --short "$COMPARE/store-borg")"
}
verify_borg() { borg check --verify-data "$COMPARE/store-borg"; }

run_step() {
    case $2 in
    first | unchanged) "backup_$1" ;;
    restore) "restore_$1" ;;
    verify) "verify_$1" ;;
    esac
}

prepare_step() {
    case $2 in
    first) rm -rf "$COMPARE/store-$1" && "init_$1" ;;
    restore) rm -rf "$COMPARE/target" ;;
    esac
}

case ${1:-} in
--run-step) run_step "$2" "$3" >"$COMPARE/log" 2>&1 || { cat "$COMPARE/log" >&2; exit 1; }; exit ;;
--prepare-step) prepare_step "$2" "$3" >"$COMPARE/log" 2>&1 || { cat "$COMPARE/log" >&2; exit 1; }; exit ;;
esac

# -- the comparison ------------------------------------------------------------------------------
usage() { sed -n '2,10s/^# \{0,1\}//p' "$self" >&2; exit 2; }
while [ $# -gt 0 ]; do
    case $1 in
    --mib) mib=${2:?}; shift 2 ;;
    --runs) runs=${2:?}; shift 2 ;;
    --folder) folder=${2:?}; shift 2 ;;
    refuge | restic | rustic | borg) tools+=("$1"); shift ;;
    *) usage ;;
    esac
done
[ "${CI:-}" != true ] || { printf 'a comparison is not for CI\n' >&2; exit 2; }

available() {
    case $1 in
    refuge) [ -x "${CARGO_TARGET_DIR:-$root/target}/release/refuge" ] ;;
    *) command -v "$1" >/dev/null ;;
    esac
}
[ ${#tools[@]} -gt 0 ] || tools=(refuge restic rustic borg)
present=()
for tool in "${tools[@]}"; do
    if available "$tool"; then present+=("$tool"); else printf 'SKIPPED: %s is not there\n' "$tool"; fi
done

COMPARE=$(mktemp -d ${folder:+-p "$folder"} refuge-compare.XXXXXX)
COMPARE=$(realpath "$COMPARE")
export COMPARE BORG_BASE_DIR=$COMPARE/borg RESTIC_CACHE_DIR=$COMPARE/restic-cache XDG_CACHE_HOME=$COMPARE/cache
trap 'chmod -R u+w "$COMPARE"; rm -rf "$COMPARE"' EXIT

# Half scans (incompressible), a quarter letters and notes, a quarter one database with pages.
python3 - "$COMPARE/source" "$mib" <<'PYTHON'
import os, random, sys
folder, mib = sys.argv[1], int(sys.argv[2])
dice = random.Random(1)
words = ["".join(dice.choices("aeioubcdlmnprst", k=dice.randint(2, 11))) for _ in range(4000)]
def text(size):
    return " ".join(dice.choices(words, k=size // 7 + 1)).encode()[:size]
def put(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(content)
total, patient = mib << 20, 0
scans, notes = total // 2, total // 4
while scans > 0 or notes > 0:
    home = f"{folder}/patient-{patient:05}"
    patient += 1
    for number in range(dice.randint(2, 12) if notes > 0 else 1):
        size = int(dice.lognormvariate(9.5, 1.2))
        put(f"{home}/note-{number}.txt", text(size)); notes -= size
    for number in range(dice.randint(0, 3) if scans > 0 else 0):
        size = int(dice.lognormvariate(13, 0.8))
        put(f"{home}/scan-{number}.jpg", dice.randbytes(size)); scans -= size
page = lambda: text(2600) + bytes(1496)
put(f"{folder}/database/practice.db", b"".join(page() for _ in range((total // 4) // 4096)))
PYTHON
printf 'source: %s in %s files\n' "$(du -sh --apparent-size "$COMPARE/source" | cut -f1)" \
    "$(find "$COMPARE/source" -type f | wc -l)"

# measure TOOL STEP: sets `seconds` (median) and `memory` (MiB, peak of the runs).
measure() {
    local step="'$self' --run-step $1 $2" prepare="'$self' --prepare-step $1 $2" n out
    rm -f "$COMPARE/rss"
    if [ -x /usr/bin/time ]; then step="/usr/bin/time -a -o '$COMPARE/rss' -f %M bash $step"; else step="bash $step"; fi
    if command -v hyperfine >/dev/null; then
        hyperfine --style none --shell=none --runs "$runs" --prepare "bash $prepare" \
            --export-json "$COMPARE/times.json" "$step" >/dev/null
        out=$(python3 -c 'import json,sys; print(*json.load(open(sys.argv[1]))["results"][0]["times"])' \
            "$COMPARE/times.json")
    else
        out=
        for ((n = 0; n < runs; n++)); do
            eval "bash $prepare"
            local began=$EPOCHREALTIME
            eval "$step"
            out+=" $(python3 -c 'import sys; print(float(sys.argv[2]) - float(sys.argv[1]))' "${began/,/.}" "${EPOCHREALTIME/,/.}")"
        done
    fi
    # shellcheck disable=SC2086
    seconds=$(python3 -c 'import statistics,sys; print(f"{statistics.median(map(float, sys.argv[1:])):.2f}")' $out)
    memory=$(sort -n "$COMPARE/rss" 2>/dev/null | tail -n 1)
    memory=${memory:+$((memory / 1024))}
}

# The restored tree holds the source under its full path, or directly.
compare_restored() {
    local found
    found=$(find "$COMPARE/target" -type d -name patient-00000 -print -quit)
    diff -r "$COMPARE/source" "$(dirname "$found")" >/dev/null || {
        printf '%s did not restore what was backed up\n' "$1" >&2
        exit 1
    }
}

printf '%-8s %-10s %10s %10s %12s\n' tool step seconds 'peak MiB' 'stored MiB'
for tool in "${present[@]}"; do
    for step in "${steps[@]}"; do
        measure "$tool" "$step"
        [ "$step" != restore ] || compare_restored "$tool"
        stored=$(du -sm --apparent-size "$COMPARE/store-$tool" | cut -f1)
        printf '%-8s %-10s %10s %10s %12s\n' "$tool" "$step" "$seconds" "${memory:--}" "$stored"
    done
done
