#!/bin/bash
# Makes the packages: a .deb and a tar for Linux, an MSI for Windows that needs no administrator.
#
#   LINUX=refuge WINDOWS=refuge.exe bash packaging/build.sh FOLDER
#
# Either program may be left out; what belongs to it is then not made. VERSION replaces that of Cargo.toml
# (the tests of updates need it). docs/release.md says how the programs are built and where to sign.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=${1:?a folder for the packages}
version=${VERSION:-$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)}
# Dates within the packages: of the last change, so that the same sources make the same bytes.
moment=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What both packages for Linux hold, laid out as it is installed.
lay_out() {
    local root=$1 program=$1/usr/bin/refuge share=$1/usr/share
    install -D -m 755 "$LINUX" "$program"
    strip --strip-unneeded "$program"
    mkdir -p "$share/man/man1" "$share/doc/refuge" "$share/applications" \
        "$share/bash-completion/completions" "$share/zsh/vendor-completions" \
        "$share/fish/vendor_completions.d"
    "$program" --lang en man --output "$share/man/man1" >/dev/null
    find "$share/man/man1" -name '*.1' -exec gzip -9n {} +
    "$program" completions bash >"$share/bash-completion/completions/refuge"
    "$program" completions zsh >"$share/zsh/vendor-completions/_refuge"
    "$program" completions fish >"$share/fish/vendor_completions.d/refuge.fish"
    install -m 644 packaging/refuge.desktop "$share/applications/refuge.desktop"
    install -m 644 README.md docs/guide.fr.md docs/guide.en.md "$share/doc/refuge/"
    install -m 644 packaging/copyright "$share/doc/refuge/copyright"
    find "$root" -type d -exec chmod 755 {} +
    find "$root" -exec touch --no-dereference --date "@$moment" {} +
}

# The newest version of the C library whose symbols the program asks for.
libc_needed() {
    objdump -T "$1" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1 | cut -d_ -f2
}

deb() {
    local root=$work/deb architecture
    architecture=$(dpkg --print-architecture)
    lay_out "$root"
    mkdir -p "$root/DEBIAN"
    sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" \
        -e "s/@LIBC@/$(libc_needed "$root/usr/bin/refuge")/" \
        -e "s/@SIZE@/$(du -sk --apparent-size "$root/usr" | cut -f1)/" packaging/control >"$root/DEBIAN/control"
    (cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
    SOURCE_DATE_EPOCH=$moment dpkg-deb --root-owner-group --build "$root" \
        "$folder/refuge_${version}_$architecture.deb" >/dev/null
}

tarball() {
    local name
    name=refuge-$version-$(uname -m)-linux
    lay_out "$work/tar"
    mv "$work/tar/usr" "$work/$name"
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$moment" -C "$work" -cf - "$name" |
        gzip -9n >"$folder/$name.tar.gz"
}

msi() {
    local made=$folder/refuge-$version-x86_64.msi place=$work/msi held
    mkdir -p "$place"
    cp "$WINDOWS" "$place/refuge.exe"
    x86_64-w64-mingw32-strip "$place/refuge.exe"
    bash packaging/sign.sh "$place/refuge.exe"
    sed "s/@VERSION@/$version/" packaging/refuge.wxs >"$place/refuge.wxs"
    (cd "$place" && wixl -o refuge.msi refuge.wxs)
    msibuild "$place/refuge.msi" -q "UPDATE File SET Version = '$version.0' WHERE File = 'RefugeExe'"
    held=$(msiinfo export "$place/refuge.msi" File | tr -d '\r' | awk -F'\t' '$1 == "RefugeExe" { print $5 }')
    if [ "$held" != "$version.0" ]; then
        printf 'the file in the MSI has the version "%s": an update could leave no program\n' "$held" >&2
        exit 1
    fi
    bash packaging/sign.sh "$place/refuge.msi"
    cp "$place/refuge.msi" "$made"
}

if [ -n "${LINUX:-}" ]; then
    deb
    tarball
fi
[ -z "${WINDOWS:-}" ] || msi
(cd "$folder" && sha256sum -- refuge[-_]"$version"[-_]* >SHA256SUMS)
ls -l "$folder"
