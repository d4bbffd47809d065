#!/usr/bin/env bash
# Restores vaults of make_vault.py with rescue.py: whole, from the mirror, damaged, wiped, hostile.
# Needs age, zstd, b3sum, python3. Prints nothing but `ok` when all is well.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
make() { python3 "$here/make_vault.py" "$@" 2>/dev/null; }
# expect CODE FOLDER VAULT: the exit code of a restore into FOLDER; what it said is in said.
expect() {
    local code=0
    python3 "$here/../../assets/rescue.py" --vault "$3/refuge" --identity "${4:-$3/key.txt}" --to "$2" >said 2>&1 || code=$?
    [ "$code" = "$1" ] || { printf 'exit %s, not %s, for %s\n' "$code" "$1" "$2"; cat said; exit 1; }
}
fail() { printf '%s\n' "$1"; cat said; exit 1; }

make good
expect 0 whole good
[ "$(find whole -type f | wc -l)" = 6 ] || fail 'files are missing'
[ "$(readlink whole/dupont/link)" = sub/note.txt ] || fail 'the symbolic link differs'
[ whole/dupont/again -ef whole/dupont/sub/note.txt ] || fail 'the hard link is none'
[ "$(stat -c '%a %Y' whole/dupont/big.bin)" = '640 1700000000' ] || fail 'rights or times differ'
expect 2 whole good # not empty

age-keygen -o other.txt 2>/dev/null
expect 2 nothing good other.txt

for object in good/refuge/sections/*/*/*.age; do printf x >>"$object"; done
expect 0 torn good
rm -r good/refuge/sections
expect 0 mirrored good
diff -r whole mirrored

pack=$(find good/refuge/packs -type f)
printf zzz | dd of="$pack" bs=1 seek=200000 conv=notrunc status=none
expect 1 damaged good
[ -f damaged/dupont/big.bin.INCOMPLETE ] && [ -f damaged/dupont/disk.vhd ] || fail 'damage spreads'
printf 'refuge wiped v1\n' | dd of="$pack" conv=notrunc status=none
expect 1 wiped good
grep -q 'wiped on purpose' said || fail 'wiping is taken for damage'

make bad --hostile
expect 1 hostile bad
[ ! -L hostile/trap ] && [ -f hostile/good ] && [ ! -e out ] && [ ! -e /tmp/inside ] || fail 'something escaped'
[ "$(grep -c LOST said)" = 6 ] || fail 'not all of it was refused'
echo ok
