#!/usr/bin/env bash
# A tar archive with a file that has holes unpacks to something else in most programs: a short file under an invented name, or nothing at all,
# with exit code 0 and no message.
#
# `tar -S` (which backup scripts use for disk images and databases) stores only what is not empty, and a map of it. In the POSIX form the map is the
# beginning of the stored file, and its real name and length stand in extra headers: who does not know them sees an ordinary file.
# Seen with GNU tar 1.34, file `scan.vhd` of 3 MiB with bytes at its beginning and its end:
#     reader                    --format=posix                                   --format=gnu
#     bsdtar 3.6.2              right                                            right
#     7-Zip 26.02               GNUSparseFile.N/scan.vhd, 8704 bytes, code 0     right
#     busybox 1.35, node tar 7.5.23, pax (Debian), cpio 2.13
#                               GNUSparseFile.N/scan.vhd, 8704 bytes, code 0     node: no file at all, no error;
#                                                                                pax, cpio: scan.vhd, 8192 bytes, code 0; busybox: refuses, code 1
#
# For a backup program of practices: virtual disks, databases and image archives have holes. A tool may not rely on "any program can unpack a tar",
# and old archives of a practice that were unpacked with 7-Zip may hold such folders: the real file is not among them.
# refuge: no tar anywhere; its lists say where the bytes lie, and its own emergency script lays them out again (assets/rescue.py, `fill`), which
# tests/rescue/check.sh and tests/it/rescue.rs check with a file that has holes (`image.vhd`).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir packages
for package in libarchive-tools=3.6.2-1+deb12u5 libarchive13=3.6.2-1+deb12u5 7zip=22.01+really26.02+dfsg-0+deb12u1 \
    busybox=1:1.35.0-4+deb12u1+b1 cpio=2.13+dfsg-7.1 pax=1:20201030-1; do
    (cd packages && apt-get download -qq "$package" >log 2>&1) || { echo "cannot tell: $package is not to be had"; exit 2; }
done
for package in packages/*.deb; do dpkg -x "$package" root; done
npm install --silent --no-audit --no-fund --prefix node tar@7.5.23 >log 2>&1 || { echo 'cannot tell: node tar is not to be had'; exit 2; }
export LC_ALL=C.UTF-8 LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
root=$work/root
mkdir in
truncate -s 3M in/scan.vhd
printf head | dd of=in/scan.vhd conv=notrunc status=none
printf tail | dd of=in/scan.vhd bs=1 seek=3000000 conv=notrunc status=none
for format in posix gnu; do
    archive=$work/$format.tar
    tar -S --format=$format -cf "$archive" -C in scan.vhd
    for reader in bsdtar 7zip busybox node pax cpio; do
        mkdir -p "out/$reader"
        code=0
        (
            cd "out/$reader"
            case $reader in
            bsdtar) "$root/usr/bin/bsdtar" -xf "$archive" ;;
            7zip) "$root/usr/bin/7zz" x -y "$archive" ;;
            busybox) "$root/bin/busybox" tar -xf "$archive" ;;
            node) (cd "$work/node" && node -e 'require("tar").extract({file: process.argv[1], cwd: process.argv[2], sync: true})' "$archive" "$OLDPWD") ;;
            pax) "$root/bin/pax" -r <"$archive" ;;
            cpio) "$root/bin/cpio" -id --quiet -H tar <"$archive" ;;
            esac
        ) >>log 2>&1 || code=$?
        found=$(find "out/$reader" -type f -name scan.vhd ! -path '*PaxHeaders*' -printf '%P %s' | sed 's/File\.[0-9]*/File.N/')
        right=different
        cmp -s in/scan.vhd "out/$reader/scan.vhd" && right=right
        echo "$format $reader: ${found:-nothing} $right, code $code"
        rm -rf "out/$reader"
    done
done | tee said
cat >wanted <<'W'
posix bsdtar: scan.vhd 3145728 right, code 0
posix 7zip: GNUSparseFile.N/scan.vhd 8704 different, code 0
posix busybox: GNUSparseFile.N/scan.vhd 8704 different, code 0
posix node: GNUSparseFile.N/scan.vhd 8704 different, code 0
posix pax: GNUSparseFile.N/scan.vhd 8704 different, code 0
posix cpio: GNUSparseFile.N/scan.vhd 8704 different, code 0
gnu bsdtar: scan.vhd 3145728 right, code 0
gnu 7zip: scan.vhd 3145728 right, code 0
gnu busybox: nothing different, code 1
gnu node: nothing different, code 0
gnu pax: scan.vhd 8192 different, code 0
gnu cpio: scan.vhd 8192 different, code 0
W
diff wanted said || { echo 'changed: readers differ from those described'; exit 1; }
echo 'as described'
