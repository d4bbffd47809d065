#!/usr/bin/env bash
# One file on a FAT stick, `été.txt`, has four names, depending on who reads it, and its own writer reads it as `ÉtÉ.txt`.
#
# A name that fits into eight and three letters is stored without a long name, in capitals of the old DOS code page, with two bits that say "shown
# in small letters". Readers do different things with the bits and with the letters. Seen on one valid image (Debian 12, PyPI):
#     mtools 4.0.32, which wrote it   ÉtÉ.txt      (the bits count for a to z only)        a.txt
#     7-Zip 26.02                     \220t\220.txt (bytes of the code page, no letters)   a.txt
#     dissect.fat 3.13                ÉTÉ.TXT      (the bits are passed over)              A.TXT
#     pyfatfs 1.1.0                   ÉTÉ.TXT                                              A.TXT
# `Müller.txt` comes out right everywhere: its capital M next to small letters makes it need a long name. So names of patients mostly survive,
# while short names of files do not, and a few files out of thousands change their name.
#
# For a backup program of practices: after a stick was read in another way (an image unpacked with 7-Zip, a rescue library), the same file has
# another name. One that finds a file by its name sees it gone and a new one come; a name that is not UTF-8 must be kept, too.
# refuge: names are bytes and are kept as they are, also those that are not UTF-8 (tests/it/rescue.rs, `bad\xffname`; assets/rescue.py, `native`);
# a folder that comes back under other names is an ordinary day (`a_moved_and_renamed_folder_is_an_ordinary_day` in tests/it/guard.rs).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in mtools=4.0.33-1+really4.0.32-1 dosfstools=4.2-1 7zip=22.01+really26.02+dfsg-0+deb12u1; do
    apt-get download -qq "$package" >log 2>&1 || { echo "cannot tell: $package is not to be had"; exit 2; }
done
for package in ./*.deb; do dpkg -x "$package" root; done
python3 -m pip -q install --target lib dissect.fat==3.13 pyfatfs==1.1.0 setuptools==80.9.0 >log 2>&1 || { echo 'cannot tell: the libraries are not to be had'; exit 2; }
export PATH=$work/root/usr/bin:$work/root/sbin:$work/root/usr/sbin:$PATH LC_ALL=C.UTF-8 PYTHONPATH=$work/lib PYTHONWARNINGS=ignore
truncate -s 64M stick
mkfs.fat -F 32 stick >log
mkdir in mtools
for name in été.txt a.txt Müller.txt; do
    echo x >"in/$name"
    mcopy -i stick "in/$name" ::
done
mcopy -i stick ::'*' mtools/
7zz x -y -o7zip stick >log
{
    printf 'mtools:' && ls -b mtools | tr '\n' ' ' && echo
    printf '7zip:' && LC_ALL=C ls -b 7zip | tr '\n' ' ' && echo
    python3 -c '
from dissect.fat import fat
print("dissect:" + " ".join(sorted(entry.name for entry in fat.FATFS(open("stick", "rb")).get("/").iterdir())))
from pyfatfs.PyFatFS import PyFatFS
print("pyfatfs:" + " ".join(sorted(PyFatFS("stick", read_only=True).listdir("/"))))'
} | sed 's/ *$//' | tee said
cat >wanted <<'W'
mtools:Müller.txt a.txt ÉtÉ.txt
7zip:M\303\274ller.txt a.txt \220t\220.txt
dissect:A.TXT Müller.txt ÉTÉ.TXT
pyfatfs:A.TXT Müller.txt ÉTÉ.TXT
W
diff wanted said || { echo 'changed: the names differ from those described'; exit 1; }
echo 'as described'
