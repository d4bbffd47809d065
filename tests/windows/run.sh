#!/bin/bash
# The program as a Windows program, as far as this can be seen without Windows: built with Debian's own
# compiler, tested under Wine as an ordinary user, played through on drive letters; packages made and
# installed; the code of macOS checked by the compiler. `bash tests/windows/run.sh`
#
# Nothing here was ever run on real Windows or macOS: docs/platforms.md lists what only they can show.
# What cannot be had on this machine is skipped aloud and is no failure. `--all` runs all integration tests
# under Wine, which takes an hour; without it some modules. `--check` only asks the compiler whether program
# and tests compile for Windows, which takes a minute after the first time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/windows/env.sh
export DEBIAN_FRONTEND=noninteractive CARGO_TERM_COLOR=never

# Modules of tests/it that run under Wine each time: those that reach the system through the library. A
# command takes half a second there and more: the practice on drive letters tries those. What only works on
# a drive in memory runs the same code on every system, and stops at hundreds of writes, which takes long.
modules='age_vectors:: backup:: guard:: places:: restore:: setup:: unreadable::'
all=no only_check=no
for word in "$@"; do
    case $word in
    --all) all=yes ;;
    --check) only_check=yes ;;
    *) printf 'usage: tests/windows/run.sh [--all | --check]\n' >&2; exit 2 ;;
    esac
done

# One run at a time: two would take each other's drives and programs away. What it leaves running (the
# server of Wine) does not hold the turn.
mkdir -p "$REFUGE_WINDOWS"
if [ -z "${REFUGE_WINDOWS_TURN:-}" ] && command -v flock >/dev/null; then
    export REFUGE_WINDOWS_TURN=held
    exec flock -o "$REFUGE_WINDOWS/turn" bash tests/windows/run.sh "$@"
fi

started=$SECONDS
step() { printf '\n== windows: %s (%d s)\n' "$1" "$((SECONDS - started))"; }
skip() { printf 'SKIPPED: %s\n' "$1"; }
has() { command -v "$1" >/dev/null 2>&1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# -- tools -------------------------------------------------------------------------------------
packages='ca-certificates rustc-web cargo-web rust-web-src gcc libc6-dev gcc-mingw-w64-x86-64-win32 wine wine64 rsync
    util-linux python3 age zstd b3sum'
# For packages only: without them the rest is still worth it.
extra='wixl msitools osslsigncode openssl dpkg-dev fakeroot'

install() {
    apt-get -o DPkg::Lock::Timeout=120 install -y -q --no-install-recommends "$@" </dev/null >"$log" 2>&1
}
is_there() { dpkg-query -W -f '${Status}\n' "$@" 2>/dev/null | grep -c 'ok installed' || true; }
missing() {
    local name
    for name in $1; do
        [ "$(is_there "$name")" = 1 ] || printf '%s ' "$name"
    done
}

# Old lists of packages know an older compiler than the program needs.
is_new_enough() {
    local needed has
    needed=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    has=$(/usr/bin/rustc --version 2>/dev/null | cut -d' ' -f2)
    [ -n "$has" ] && [ "$(printf '%s\n' "$needed" "$has" | sort -V | head -n 1)" = "$needed" ]
}

have_tools() {
    local wanted
    has apt-get || { skip 'Windows and macOS: the tools are only known on Debian'; return 1; }
    wanted=$(missing "$packages $extra")
    if [ -z "$wanted" ]; then
        is_new_enough && return 0
        wanted='rustc-web cargo-web rust-web-src'
    fi
    [ "$(id -u)" -eq 0 ] || { skip "Windows and macOS: not root, so $wanted were not installed"; return 1; }
    printf 'installing: %s\n' "$wanted"
    # shellcheck disable=SC2086
    install $wanted && is_new_enough && return 0
    apt-get update -q </dev/null >"$log" 2>&1 || true
    # shellcheck disable=SC2086
    install $wanted rustc-web cargo-web rust-web-src && is_new_enough && return 0
    for name in $wanted; do install "$name" || printf 'cannot be had: %s\n' "$name"; done
    wanted=$(missing "$packages")
    [ -z "$wanted" ] || { skip "Windows and macOS: $wanted could not be installed"; return 1; }
    is_new_enough || { skip "Windows and macOS: $(/usr/bin/rustc --version) is too old"; return 1; }
}

step tools
have_tools || exit 0
former=$(cat "$sysroot/stamp" 2>/dev/null || true)
if ! bash tests/windows/sysroot.sh "$sysroot" </dev/null >"$log" 2>&1; then
    tail -n 5 "$log"
    skip 'Windows and macOS: the standard library for Windows could not be built'
    exit 0
fi

[ "$former" = "$(cat "$sysroot/stamp")" ] || rm -rf "$target/x86_64-pc-windows-gnu"

# -- build -------------------------------------------------------------------------------------
step build
write_light_profile
copy_sources
if ! for_windows fetch --locked </dev/null >"$log" 2>&1; then
    tail -n 5 "$log"
    skip 'Windows and macOS: the crates of Windows could not be fetched'
    exit 0
fi
if [ "$only_check" = yes ]; then
    for_windows check --workspace --locked --quiet --lib --bin refuge --tests </dev/null
    printf 'program and tests compile for Windows\n'
    exit 0
fi
for_windows build --locked --quiet --bin refuge </dev/null
# The long compilations of the tests run beside what only waits.
(for_windows test --workspace --locked --no-run --lib --bin refuge --test it --message-format=json-render-diagnostics \
    </dev/null >"$REFUGE_WINDOWS/tests.json" 2>"$REFUGE_WINDOWS/tests.log") &
tests_built=$!

# -- wine --------------------------------------------------------------------------------------
prefix() {
    [ -e "$WINEPREFIX/.ready" ] && return 0
    local dll=$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll letter
    rm -rf "$WINEPREFIX"
    for_person "$WINEPREFIX" "$REFUGE_WINDOWS/person"
    as_person timeout 300 wine wineboot -i >"$log" 2>&1 || return 1
    as_person wineserver -w
    [ -e "$dll" ] ||
        x86_64-w64-mingw32-gcc-win32 -O2 -shared -o "$dll" tests/windows/bcryptprimitives.c -ladvapi32
    # E: to H: are drives that come off.
    for letter in e f g h; do
        as_person wine reg add 'HKLM\Software\Wine\Drives' /v "$letter:" /d floppy /f >"$log" 2>&1
    done
    # The disk of Linux: a drive of another computer, so that nobody asks what hardware it is.
    as_person wine reg add 'HKLM\Software\Wine\Drives' /v z: /d network /f >"$log" 2>&1
    as_person wineserver -k || true
    as_person wineserver -w
    : >"$WINEPREFIX/.ready"
}
step 'a person of Windows'
chmod -R a+rX "$REFUGE_WINDOWS/source" "$REFUGE_WINDOWS/target" 2>/dev/null || true
if ! prefix; then
    tail -n 5 "$log"
    wait "$tests_built" || { tail -n 30 "$REFUGE_WINDOWS/tests.log"; exit 1; }
    skip 'everything under Wine: it does not start here (the program and its tests do compile for Windows)'
    exit 0
fi
x86_64-w64-mingw32-gcc-win32 -O2 -municode -o "$REFUGE_WINDOWS/held.exe" tests/windows/held.c

# -- a practice --------------------------------------------------------------------------------
step 'a practice on drive letters'
linux=${LINUX:-${CARGO_TARGET_DIR:-target}/release/refuge}
[ -x "$linux" ] || linux=${CARGO_TARGET_DIR:-target}/debug/refuge
if [ -x "$linux" ]; then
    LINUX=$linux bash tests/windows/practice.sh
else
    skip 'the practice on drive letters: there is no program for Linux to exchange drives with'
fi

# -- packages ----------------------------------------------------------------------------------
step packages
LINUX=$linux bash packaging/test.sh

# -- macOS -------------------------------------------------------------------------------------
step 'macOS: checked by the compiler'
wait "$tests_built" || { tail -n 30 "$REFUGE_WINDOWS/tests.log"; exit 1; }
bash tests/windows/macos.sh &
macos=$!

# -- tests -------------------------------------------------------------------------------------
step 'tests under Wine'
programs=$(python3 - "$REFUGE_WINDOWS/tests.json" <<'PYTHON'
import json, sys
for line in open(sys.argv[1]):
    told = json.loads(line)
    if told.get("reason") == "compiler-artifact" and told.get("profile", {}).get("test"):
        if told.get("executable"):
            print(told["target"]["name"], told["executable"])
PYTHON
)
passed=0
while read -r name program; do
    chmod -R a+rX "$(dirname "$program")"
    code=0
    # Those that know what Wine cannot do are named in the list, with the reason.
    mapfile -t skips < <(sed -n 's/^\([a-z_:]*[a-z]\) .*/--skip=\1/p' tests/windows/not-under-wine.txt)
    filters=()
    if [ "$name" = it ] && [ "$all" = no ]; then
        read -r -d '' -a filters <<<"$modules" || true
        skips+=(--skip=cli_ --skip=::rekeying:: --skip=::command_line:: --skip=::on_the_command_line::)
    fi
    (cd "$source_copy" && as_person timeout 1500 wine "$program" --quiet --test-threads "$(nproc)" \
        "${filters[@]}" "${skips[@]}" >"$log" 2>&1 </dev/null) || code=$?
    grep -E '^test result' "$log" | sed "s/^/$name: /" || true
    if [ "$code" -ne 0 ]; then
        tail -n 60 "$log"
        printf 'FAILED under Wine: %s (%d)\n' "$name" "$code"
        exit 1
    fi
    passed=$((passed + $(sed -n 's/^test result: ok\. \([0-9]*\) passed.*/\1/p' "$log" | head -n 1)))
done <<<"$programs"
while read -r name why; do
    case $name in ''|'#'*) ;; *) skip "under Wine, $name: $why" ;; esac
done <tests/windows/not-under-wine.txt
[ "$all" = yes ] ||
    skip 'under Wine, the other modules of tests/it, for time (tests/windows/run.sh --all runs them)'
as_person wineserver -k || true

step 'macOS: waiting for the compiler'
wait "$macos"

step end
printf 'windows and macOS: all that ran has passed\nwindows: %s passed, 0 failed\n' "$passed"
