#!/usr/bin/env bash
# GNU cpio brings a file dated 1931 back as one of 2067, and one of 2300 as one of 2027: no message, exit code 0. A squashfs image does the same.
#
# Both formats keep the seconds since 1970 in 32 bits without a sign; what lies before 1970 comes out after 2038. Other writers of the same cpio
# format choose otherwise, so one folder gets three ages. Seen on Debian 12 with files of 1931-05-06 and 2300-01-02:
#     GNU cpio 2.13 (newc), in and out      2067-06-11      2027-10-19
#     gensquashfs 1.2.0                     2067-06-11      2027-10-19
#     bsdtar 3.6.2 (newc), in and out       2106-02-07      2106-02-07     (it complains, and goes on with code 0)
#     bsdtar 3.6.2 (7zip), in and out       1970-01-01      2300-01-02     (no message)
#
# For a backup program of practices: scans carry the date of what was scanned, and files of 1601, 1904 or 1931 come from broken clocks. A tool that
# judges age by file times must expect times of the past to turn up in the future after such a move, and never destroy or keep by them alone.
# refuge: a time in the future makes the record "unknown", which never expires (`a_file_dated_in_the_future_makes_the_record_unknown`), and file
# times alone never make a patient due (`file_times_alone_never_make_a_patient_due`), both in src/retention/tests.rs.
set -euo pipefail
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir packages
for package in cpio=2.13+dfsg-7.1 libarchive-tools=3.6.2-1+deb12u5 libarchive13=3.6.2-1+deb12u5 squashfs-tools-ng=1.2.0-1 libsquashfs1=1.2.0-1 liblzo2-2=2.10-2; do
    (cd packages && apt-get download -qq "$package" >log 2>&1) || { echo "cannot tell: $package is not to be had"; exit 2; }
done
for package in packages/*.deb; do dpkg -x "$package" root; done
export PATH=$work/root/bin:$work/root/usr/bin:$PATH LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu TZ=UTC LC_ALL=C.UTF-8
mkdir in
touch -d 1931-05-06 in/letter
touch -d 2300-01-02 in/scan
days() { (cd "$1" && stat -c '%n %y' letter scan | cut -d' ' -f2 | tr '\n' ' '); }
mkdir cpio newc 7zip
(cd in && printf 'letter\nscan\n' | cpio -o --quiet -H newc) >a.cpio
(cd cpio && cpio -idm --quiet) <a.cpio
gensquashfs -q -D in -k a.sqfs >log
bsdtar -C in --format newc -cf b.cpio . 2>log && bsdtar -C newc -xpf b.cpio
bsdtar -C in --format 7zip -cf b.7z . && bsdtar -C 7zip -xpf b.7z
{
    echo "cpio: $(days cpio)"
    echo "squashfs: $(sqfs2tar a.sqfs | tar -tvf - letter scan 2>/dev/null | awk '{print $4}' | tr '\n' ' ')"
    echo "bsdtar newc: $(days newc)"
    echo "bsdtar 7zip: $(days 7zip)"
} | sed 's/ *$//' | tee said
cat >wanted <<'W'
cpio: 2067-06-11 2027-10-19
squashfs: 2067-06-11 2027-10-19
bsdtar newc: 2106-02-07 2106-02-07
bsdtar 7zip: 1970-01-01 2300-01-02
W
diff wanted said || { echo 'changed: the years differ from those described'; exit 1; }
echo 'as described'
