#!/usr/bin/env bash
# restic and rclone bring a file dated 1 January 1601 back as one of July 2185, and one of 2263 as one of 1678. No message, exit code 0.
#
# 1601 is the zero point of Windows' clock: a file on NTFS whose time was never set has it. Both programs are written in Go, whose function for
# setting times counts nanoseconds since 1970 in 64 bits: what lies before September 1677 or after April 2262 goes round by 584 years. What restic
# stored in its backup is right; the harm is done by the restore. rsync 3.5.0 brings all of them back as they were.
# Seen with restic 0.14.0 and rclone 1.60.1 (Debian 12) on tmpfs, both the same:
#     1601-01-01 -> 2185-07-21      1677-01-01 -> 2261-07-22      2262-01-01 -> 2262-01-01      2263-01-01 -> 1678-06-12
#
# For a backup program of practices: folders that were once restored or moved with such tools hold files of 2185. A program that counts retention
# from the last change would keep them for ever, or (1678) think them older than any patient.
# refuge: seconds and nanoseconds are stored and set apart, never as one number (src/format, assets/rescue.py with Python's whole numbers); 1601 is
# one of the zero points that it does not believe (src/retention/trust.rs), and a file of 2185 makes a record "unknown", which never expires
# (`a_file_dated_in_the_future_makes_the_record_unknown` in src/retention/tests.rs).
set -euo pipefail
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) # tmpfs: ext4 itself keeps no date before 1901
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir packages
for package in restic=0.14.0-1+b5 rclone=1.60.1+dfsg-2+b5; do
    (cd packages && apt-get download -qq "$package" >log 2>&1) || { echo "cannot tell: $package is not to be had"; exit 2; }
done
for package in packages/*.deb; do dpkg -x "$package" root; done
export PATH=$work/root/usr/bin:$PATH TZ=UTC RESTIC_PASSWORD=known RESTIC_CACHE_DIR=$work/cache RCLONE_CONFIG=$work/none
mkdir in
for year in 1601 1677 2262 2263; do touch -d "$year-01-01" in/$year; done
[ "$(stat -c %Y in/1601)" = -11644473600 ] || { echo 'cannot tell: this file system keeps no such dates'; exit 2; }
restic -q -r repository init
(cd in && restic -q -r ../repository backup .)
restic -q -r repository restore latest --target restic
rclone -q copy in rclone 2>log
for tool in restic rclone; do
    said=$(cd $tool && stat -c '%n %y' * | cut -c1-15)
    echo "$tool:" "$said"
    [ "$said" = $'1601 2185-07-21\n1677 2261-07-22\n2262 2262-01-01\n2263 1678-06-12' ] || { echo "changed: $tool"; exit 1; }
done
echo 'as described'
