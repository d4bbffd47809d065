#!/usr/bin/env bash
# Compares whole runs of refuge (release build) with bupstash, restic, rustic and borg, whichever are installed.
#
#   benches/compare.sh [--mib N] [--runs N] [--folder DIR] [--set KIND]… [--refuge PROGRAM]… [TOOL…]
#
# Makes a practice's files in a scratch folder (DIR decides on which medium); KIND is one of those of
# benches/sets.py, all without --set. Measures for each tool: a first backup, a backup without
# changes, the next day's, a full restore (compared with the source), and a verification that reads
# every byte. Prints the median of wall seconds, processor seconds, the peak of memory, what is
# stored, and for refuge what went to and came from the drive. --refuge compares several builds of
# it. Caches are warm; read-back past the cache and parity, which only refuge has, are part of its
# time; so is the second that its passphrase costs (restore, verify). Not for CI.
set -euo pipefail

self=$(realpath "${BASH_SOURCE[0]}")
root=$(dirname "$(dirname "$self")")
mib=300 runs=3 folder='' tools=() sets=() builds=()
steps=(first unchanged nextday restore verify)

# -- one step of one tool; the script calls itself for these, so that each is one process ---------
export RESTIC_PASSWORD=comparison RUSTIC_PASSWORD=comparison BORG_PASSPHRASE=comparison
export BORG_RELOCATED_REPO_ACCESS_IS_OK=yes BORG_CHECK_I_KNOW_WHAT_I_AM_DOING=YES
export REFUGE_HOME=${COMPARE:-}/home-refuge BUPSTASH_REPOSITORY=${COMPARE:-}/store-bupstash BUPSTASH_KEY=${COMPARE:-}/bupstash.key

refuge() { "$REFUGE" --no-input "$@"; }
refuge_key() { refuge --quiet "$@" --identity "$COMPARE/key" --passphrase-file "$COMPARE/passphrase"; }
store_of() { echo "$COMPARE/store-${1%%:*}"; }

init_refuge() {
    printf 'ruban cabanon octobre navire potager lanterne tambour gardien\n' >"$COMPARE/passphrase"
    rm -rf "$REFUGE_HOME" "$COMPARE/key" "$COMPARE/recovery"
    refuge init --practice Comparison --identity-out "$COMPARE/key" \
        --passphrase-file "$COMPARE/passphrase" --recovery-out "$COMPARE/recovery"
    refuge sources add "$COMPARE/source" --class fr/medical-record --records each-folder
    mkdir -p "$COMPARE/store-refuge"
    refuge drives add "$COMPARE/store-refuge" --name comparison --allow-fixed
}
backup_refuge() { refuge --json backup --no-eject --expected-changes; }
restore_refuge() { refuge_key restore --all --to "$COMPARE/target"; }
verify_refuge() { refuge_key verify --full; }

init_bupstash() { bupstash init && rm -f "$BUPSTASH_KEY" && bupstash new-key -o "$BUPSTASH_KEY"; }
# Several items have that name, and bupstash opens one only by its number.
backup_bupstash() { bupstash put -q name=source "$COMPARE/source" >"$COMPARE/bupstash-item"; }
restore_bupstash() { mkdir -p "$COMPARE/target" && bupstash restore -q --into "$COMPARE/target" "id=$(cat "$COMPARE/bupstash-item")"; }
verify_bupstash() { bupstash get -q "id=$(cat "$COMPARE/bupstash-item")" >/dev/null; }

init_restic() { restic -q init -r "$COMPARE/store-restic"; }
backup_restic() { restic -q backup -r "$COMPARE/store-restic" "$COMPARE/source"; }
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
    first | unchanged | nextday) "backup_$1" ;;
    restore) "restore_$1" ;;
    verify) "verify_$1" ;;
    esac
}

# Times of files say little within two seconds of a backup, so changes are given time to age.
prepare_step() {
    case $2 in
    first) rm -rf "$COMPARE/store-$1" && "init_$1" && sleep 2 ;;
    nextday) python3 "$root/benches/sets.py" --next "$SET" "$COMPARE/source" && sleep 3 ;;
    restore) rm -rf "$COMPARE/target" ;;
    esac
}

case ${1:-} in
--run-step) run_step "$2" "$3" >"$COMPARE/log" 2>&1 || { cat "$COMPARE/log" >&2; exit 1; }; exit ;;
--prepare-step) prepare_step "$2" "$3" >"$COMPARE/prepare-log" 2>&1 || { cat "$COMPARE/prepare-log" >&2; exit 1; }; exit ;;
esac

# -- the comparison ------------------------------------------------------------------------------
usage() { sed -n '2,14s/^# \{0,1\}//p' "$self" >&2; exit 2; }
while [ $# -gt 0 ]; do
    case $1 in
    --mib) mib=${2:?}; shift 2 ;;
    --runs) runs=${2:?}; shift 2 ;;
    --folder) folder=${2:?}; shift 2 ;;
    --set) sets+=("${2:?}"); shift 2 ;;
    --refuge) builds+=("$(realpath "${2:?}")"); shift 2 ;;
    refuge | bupstash | restic | rustic | borg) tools+=("$1"); shift ;;
    *) usage ;;
    esac
done
[ "${CI:-}" != true ] || { printf 'a comparison is not for CI\n' >&2; exit 2; }
[ -x /usr/bin/time ] || { printf '/usr/bin/time is needed\n' >&2; exit 2; }
[ ${#sets[@]} -gt 0 ] || sets=(records imaging office database tiny)
[ ${#builds[@]} -gt 0 ] || builds=("${CARGO_TARGET_DIR:-$root/target}/release/refuge")
[ ${#tools[@]} -gt 0 ] || tools=(refuge bupstash restic rustic borg)

present=()
for tool in "${tools[@]}"; do
    if [ "$tool" = refuge ]; then
        for build in "${builds[@]}"; do
            if [ -x "$build" ]; then present+=("refuge:$build"); else printf 'SKIPPED: %s is not there\n' "$build"; fi
        done
    elif command -v "$tool" >/dev/null; then
        present+=("$tool")
    else
        printf 'SKIPPED: %s is not there\n' "$tool"
    fi
done

COMPARE=$(mktemp -d ${folder:+-p "$folder"} refuge-compare.XXXXXX)
COMPARE=$(realpath "$COMPARE")
export COMPARE BORG_BASE_DIR=$COMPARE/borg RESTIC_CACHE_DIR=$COMPARE/restic-cache XDG_CACHE_HOME=$COMPARE/cache
trap 'chmod -R u+w "$COMPARE"; rm -rf "$COMPARE"' EXIT

# measure TOOL STEP: sets `seconds`, `cpu` (medians) and `memory` (MiB, peak of the runs). What a backup
# changes is there once only, so later backups are measured once for each run of the whole row.
declare -A walls cpus peaks drive
measure() {
    local name=${1%%:*} out
    bash "$self" --prepare-step "$name" "$2"
    /usr/bin/time -o "$COMPARE/used" -f '%e %U %S %M' bash "$self" --run-step "$name" "$2"
    read -r out <"$COMPARE/used"
    set -- "$1" "$2" $out
    walls[$2]+=" $3"
    cpus[$2]+=" $(python3 -c "print($4 + $5)")"
    [ "${peaks[$2]:-0}" -ge $(($6 / 1024)) ] || peaks[$2]=$(($6 / 1024))
    case $name-$2 in
    refuge-first | refuge-unchanged | refuge-nextday)
        drive[$2]=$(python3 -c '
import json, sys
last = [line for line in open(sys.argv[1]) if "drive_written" in line]
told = json.loads(last[-1]) if last else {}
print("%.2f/%.2f" % (told.get("drive_written", 0) / 1e6, told.get("drive_read", 0) / 1e6))' "$COMPARE/log") ;;
    *) drive[$2]=- ;;
    esac
}
median() { python3 -c 'import statistics,sys; print(f"{statistics.median(map(float, sys.argv[1:])):.2f}")' "$@"; }
bytes_in() { du -sb --apparent-size "$1" 2>/dev/null | cut -f1 || true; }

# The restored tree holds the source under its full path, or directly.
compare_restored() {
    local found first
    first=$(cd "$COMPARE/source" && find . -mindepth 1 -maxdepth 1 -type d | sort | head -n 1)
    found=$(find "$COMPARE/target" -type d -name "${first#./}" -print -quit)
    diff -r "$COMPARE/source" "$(dirname "$found")" >/dev/null || {
        printf '%s did not restore what was backed up\n' "$1" >&2
        exit 1
    }
}

for SET in "${sets[@]}"; do
    export SET
    rm -rf "$COMPARE/pristine"
    python3 "$root/benches/sets.py" "$SET" "$COMPARE/pristine" "$mib"
    printf '\n%s: %s in %s files\n' "$SET" "$(du -sh --apparent-size "$COMPARE/pristine" | cut -f1)" \
        "$(find "$COMPARE/pristine" -type f | wc -l)"
    printf '%-10s %-10s %8s %8s %9s %18s %22s\n' tool step wall cpu 'peak MiB' 'stored MB' 'drive w/r MB'
    for tool in "${present[@]}"; do
        walls=() cpus=() peaks=() drive=()
        declare -A stored=()
        [ "${tool%%:*}" != refuge ] || export REFUGE=${tool#*:}
        for ((run = 0; run < runs; run++)); do
            rm -rf "$COMPARE/source" && cp -a "$COMPARE/pristine" "$COMPARE/source"
            for step in "${steps[@]}"; do
                measure "$tool" "$step"
                [ "$step" != restore ] || compare_restored "$tool"
                stored[$step]=$(bytes_in "$(store_of "$tool")")
                [ "${tool%%:*}" != refuge ] || stored[$step]+=" $(bytes_in "$(store_of "$tool")/refuge/parity")"
            done
        done
        for step in "${steps[@]}"; do
            # shellcheck disable=SC2086
            printf '%-10s %-10s %8s %8s %9s %18s %22s\n' "$(basename "${tool#*:}")" "$step" "$(median ${walls[$step]})" \
                "$(median ${cpus[$step]})" "${peaks[$step]}" \
                "$(python3 -c 'import sys; a = [int(x) / 1e6 for x in sys.argv[1].split()]; print("%.1f" % a[0] if len(a) < 2 else "%.1f (parity %.1f)" % tuple(a))' "${stored[$step]}")" \
                "${drive[$step]}"
        done
    done
done
