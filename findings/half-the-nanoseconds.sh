#!/usr/bin/env bash
# bsdtar, in its usual form, keeps the fractions of a second of some files and drops those of others, in one and the same archive; and it reads the
# times before 1970 that GNU tar writes up to two seconds wrong. No message, exit code 0.
#
# bsdtar writes the precise header ("restricted pax") only for a file that needs one for another reason, such as a hole or a date of 2300.
# Two files written together come back with times of different sharpness. A time before 1970 with a fraction, "-1219942310.876543211" in GNU tar's
# POSIX form, is read as -1219942310 plus 0.876543211 instead of minus. Seen with bsdtar and libarchive 3.6.2 and GNU tar 1.34 (Debian 12):
#     note.txt   1700000000.123456789 -> 1700000000.000000000
#     scan.vhd   1700000000.123456789 -> 1700000000.123456789     (it has a hole)
#     old.txt    -1219942310.876543211 -> -1219942309.123456789   (written by GNU tar, read by bsdtar)
#
# For a backup program of practices: after a practice was moved with tar (also the tar of macOS and Windows is bsdtar), most files have other times
# than before, some have not, and "the time differs by less than a second" is no sign of a change. A program that tells changed files by their times
# must look at the content before it says that anything changed.
# refuge: a changed time makes it read the file; only a changed byte counts as a change of content (docs/retention.md, "Content changed when a byte of
# a document did"). A restored file is compared with a tolerance of two seconds (src/destination/read_back.rs).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in libarchive-tools=3.6.2-1+deb12u5 libarchive13=3.6.2-1+deb12u5; do
    apt-get download -qq "$package" >log 2>&1 || { echo "cannot tell: $package is not to be had"; exit 2; }
done
for package in ./*.deb; do dpkg -x "$package" root; done
export PATH=$work/root/usr/bin:$PATH LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu LC_ALL=C.UTF-8
mkdir in out gnu
echo note >in/note.txt
truncate -s 3M in/scan.vhd
printf head | dd of=in/scan.vhd conv=notrunc status=none
touch -d @1700000000.123456789 in/note.txt in/scan.vhd
bsdtar -C in -cf a.tar note.txt scan.vhd
bsdtar -C out -xpf a.tar
touch -d '1931-05-06 07:08:09.123456789 UTC' in/old.txt
tar --format=posix -C in -cf b.tar old.txt
bsdtar -C out -xpf b.tar
tar -C gnu -xpf b.tar 2>log # it only finds it "implausibly old"
(cd in && stat -c '%n was %.9Y' ./*)
(cd gnu && stat -c '%n by GNU tar %.9Y' old.txt)
said=$(cd out && stat -c '%n %.9Y' note.txt scan.vhd old.txt)
echo "$said"
[ "$said" = $'note.txt 1700000000.000000000\nscan.vhd 1700000000.123456789\nold.txt -1219942309.123456789' ] ||
    { echo 'changed: the times differ from those described'; exit 1; }
echo 'as described'
