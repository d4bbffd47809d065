#!/bin/bash
# Makes the packages of the programs that were built, and installs, runs, updates and removes each: the
# .deb in a clean folder, the tar in another, the MSI under Wine as an ordinary person.
# LINUX: the program for this machine. Uses what tests/windows/run.sh prepared.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/windows/env.sh
skip() { printf 'SKIPPED: %s\n' "$1"; }
has() { command -v "$1" >/dev/null 2>&1; }
fail() { printf 'FAILED: %s\n' "$1"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# -- Linux -------------------------------------------------------------------------------------
if [ -x "${LINUX:-}" ] && has dpkg-deb && has objdump; then
    WINDOWS='' LINUX=$LINUX bash packaging/build.sh "$work/linux"
    root=$work/root
    mkdir -p "$root"/var/lib/dpkg/{info,updates,triggers}
    : >"$root/var/lib/dpkg/status"
    # The folder holds no C library; that it is needed is checked by its name.
    in_root=(--root="$root" --force-depends --force-not-root --force-script-chrootless)
    dpkg-deb --field "$work"/linux/*.deb Depends | grep -q 'libc6 (>= 2' || fail 'the .deb asks for no libc'
    dpkg "${in_root[@]}" --install "$work"/linux/*.deb >"$work/log" 2>&1 || fail "$(cat "$work/log")"
    "$root/usr/bin/refuge" --version
    HOME=$work "$root/usr/bin/refuge" --lang en --home "$work/none" about >/dev/null
    [ -s "$root/usr/share/man/man1/refuge.1.gz" ] || fail 'the .deb has no manual'
    bash -n "$root/usr/share/bash-completion/completions/refuge"
    dpkg "${in_root[@]}" --purge refuge >"$work/log" 2>&1 || fail "$(cat "$work/log")"
    mkdir -p "$root/usr"
    left=$(find "$root/usr" -type f | wc -l)
    [ "$left" = 0 ] || fail "$left files are left of the .deb"
    printf 'the .deb: installed, run, removed\n'
    mkdir "$work/unpacked"
    tar -xzf "$work"/linux/*.tar.gz -C "$work/unpacked" --strip-components 1
    "$work/unpacked/bin/refuge" --version
    for part in man/man1/refuge.1.gz bash-completion/completions/refuge zsh/vendor-completions/_refuge \
        fish/vendor_completions.d/refuge.fish doc/refuge/guide.fr.md; do
        [ -s "$work/unpacked/share/$part" ] || fail "the tar lacks $part"
    done
    printf 'the tar: unpacked, run\n'
else
    skip 'the .deb and the tar: no program for Linux, or no dpkg-deb'
fi

# -- Windows -----------------------------------------------------------------------------------
if ! has wixl || ! has msibuild || ! has wine || [ ! -e "$WINEPREFIX/.ready" ] || [ ! -e "$exe" ]; then
    skip 'the MSI: no wixl, msitools, Wine or program for Windows'
    exit 0
fi
if has osslsigncode && has openssl; then
    openssl req -x509 -newkey rsa:3072 -nodes -days 2 -subj '/CN=only for tests' \
        -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
    export REFUGE_CERTIFICATE=$work/certificate.pem REFUGE_SIGNING_KEY=$work/key.pem
else
    skip 'signing: no osslsigncode or openssl'
fi
LINUX='' WINDOWS=$exe VERSION=0.1.0 bash packaging/build.sh "$work/first"
LINUX='' WINDOWS=$exe VERSION=0.1.1 bash packaging/build.sh "$work/second"
if [ -n "${REFUGE_CERTIFICATE:-}" ]; then
    osslsigncode verify -CAfile "$REFUGE_CERTIFICATE" -in "$work"/first/*.msi >"$work/log" 2>&1 ||
        fail "the MSI's signature: $(tail -n 3 "$work/log")"
fi
users=$WINEPREFIX/drive_c/users
# Program, start menu, name for notices: all of it, or nothing.
installed() { find "$users" -iname 'refuge.exe' -o -iname 'refuge.lnk' | grep -vc /practice/ || true; }
named() { as_person wine reg query 'HKCU\Software\Classes\AppUserModelId\org.refuge' >/dev/null 2>&1; }
msi() {
    cp "$1" "$WINEPREFIX/drive_c/refuge.msi"
    chmod a+r "$WINEPREFIX/drive_c/refuge.msi"
    as_person timeout 180 wine msiexec "$2" 'C:\refuge.msi' /qn || fail "msiexec $2: $?"
}
msi "$work"/first/*.msi /i
[ "$(installed)" = 2 ] && named || fail "the MSI installs $(installed) of 2 things"
program=$(find "$users" -ipath '*programs/refuge/refuge.exe')
as_person wine "$program" --version | tr -d '\r'
msi "$work"/second/*.msi /i
[ "$(installed)" = 2 ] || fail 'an update leaves no program'
as_person wine "$program" --version >/dev/null
msi "$work"/second/*.msi /x
[ "$(installed)" = 0 ] || fail 'the MSI leaves something behind'
! named || fail 'the MSI leaves its name behind'
rm -f "$WINEPREFIX/drive_c/refuge.msi"
printf 'the MSI: installed, run, updated, removed (under Wine)\n'
