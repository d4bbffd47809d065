#!/usr/bin/env bash
# A file of 1975 copied to a FAT image with mtools is dated 2103 there, and one of 2110 is dated 1982. No message, exit code 0.
#
# FAT counts years from 1980 in seven bits. Linux cuts off what does not fit (1980 at the earliest, 2107 at the latest); mtools keeps the low
# seven bits instead, so the years go round: 1975 + 128 = 2103, 2110 - 128 = 1982. Copied back with `mcopy -m`, the wrong year comes along, and
# from March 2100 on a day is added: 2100 is taken for a leap year, so even a date that FAT can hold does not survive (2101-06-01 -> 2101-06-02).
# Seen with mtools 4.0.32 and dosfstools 4.2 (Debian 12), time zone UTC, copied in and out again:
#     old 1975-01-01 -> 2103-01-02      new 2110-01-01 -> 1982-01-01
#
# For a backup program of practices: files dated before 1980 exist (a scan given the date of the letter, a clock that lost its battery). After such
# a copy a dead record looks as if somebody worked on it decades from now, or a date beyond 2107 like old age.
# refuge: a file dated in the future makes its record "unknown", and what is unknown never expires (src/retention/start.rs,
# `a_file_dated_in_the_future_makes_the_record_unknown` in src/retention/tests.rs); dates before 1985 tell it nothing (src/retention/trust.rs).
# A restore reads times back now and then and says when a target changes them (src/destination/read_back.rs).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in mtools=4.0.33-1+really4.0.32-1 dosfstools=4.2-1; do
    apt-get download -qq "$package" >log 2>&1 || { echo "cannot tell: $package is not to be had"; exit 2; }
done
for package in ./*.deb; do dpkg -x "$package" root; done
export PATH=$work/root/usr/bin:$work/root/sbin:$work/root/usr/sbin:$PATH TZ=UTC LC_ALL=C.UTF-8
truncate -s 64M stick
mkfs.fat -F 32 stick >log
touch -d 1975-01-01 old
touch -d 2110-01-01 new
mcopy -m -i stick old new ::
rm old new
mcopy -m -i stick ::old ::new .
said="$(stat -c '%n %y' old new | cut -c1-14)"
echo "$said"
[ "$said" = $'old 2103-01-02\nnew 1982-01-01' ] || { echo 'changed: the years no longer go round'; exit 1; }
echo 'as described'
