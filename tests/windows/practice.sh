#!/bin/bash
# A practice on drive letters under Wine: set up, backed up, checked, restored, looked up, erased; its
# drive changes its letter, a stranger's takes its place, a program holds a file; then Linux reads what
# Windows wrote, and the other way round. LINUX: the program built for this machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/windows/env.sh
: "${LINUX:?}"
name='Cabinet Dr Martin'
c=$WINEPREFIX/drive_c/practice
rm -rf "$c" "$scratch/practice"
for_person "$scratch" "$scratch/practice"/{blue,red,strange,linux} "$c/patients"
said=$scratch/practice/said.txt

fail() { printf 'FAILED: %s\n' "$*"; sed 's/^/   | /' "$said" | tail -n 12; exit 1; }
# A line of the program: the exit code that is right, then its words.
run() {
    local right=$1 code=0
    shift
    as_person "${program[@]}" --lang "${lang:-en}" --no-input "$@" >"$said" 2>&1 </dev/null || code=$?
    [ "$code" = "$right" ] || fail "$code instead of $right: $*"
    printf '   %3d  %s\n' "$code" "${*:1:3}"
}
win() { local right=$1; shift; program=(wine "$exe" --home 'C:\practice\home'); run "$right" "$@"; }
lin() { local right=$1; shift; program=("$linux" --home "$scratch/practice/linux/home"); run "$right" "$@"; }
tells() { grep -q -- "$1" "$said" || fail "says nothing of: $1"; }
hides() { ! grep -q -- "$1" "$said" || fail "should not say: $1"; }
equal() { diff -r "$1" "$2" >"$said" || fail "$1 and $2 differ"; printf '        equal: %s\n' "$3"; }
# A letter of a removable drive that shows a folder, and its label and serial number; without a folder
# nothing is plugged in.
letter() {
    rm -f "$WINEPREFIX/dosdevices/$1:"
    [ -z "${2:-}" ] || ln -s "$2" "$WINEPREFIX/dosdevices/$1:"
}
replug() { as_person wineserver -k || true; as_person wineserver -w; }
label() { printf '%s' "$2" >"$1/.windows-label"; printf '%s' "$3" >"$1/.windows-serial"; }

linux=$scratch/refuge-linux
cp "$LINUX" "$linux"
chmod a+rx "$linux"
p=$scratch/practice
label "$p/blue" BLEU 0B1E0001
label "$p/red" ROUGE 0B1E0002
label "$p/strange" VACANCES 0BAD0003
letter e "$p/blue"; letter f; letter g
replug

for n in 1001 1002 1003; do
    mkdir "$c/patients/$n"
    echo "about $n" >"$c/patients/$n/ordonnance été.txt"
done
mkdir -p "$c/patients/1002/empty" "$c/patients/1002/$(printf 'd%.0s' {1..60})"
touch -d '30 years ago' "$c/patients/1001/ordonnance été.txt"
touch -d '2001-02-03 04:05:06 UTC' "$c/patients/1002/empty"
echo 'ruban cabanon octobre navire potager lanterne tambour gardien' >"$c/phrase.txt"
{
    echo 'N° patient;Date de naissance;Dernière visite'
    echo '1001;01/02/1950;1996-03-15'
    for n in 1002 1003; do echo "$n;01/02/1970;$(date +%F)"; done
} | iconv -f utf-8 -t cp1252 >"$c/register.csv"
[ "$(id -u)" -ne 0 ] || chown -R 65534:65534 "$c" "$p"
key=(--identity 'C:\practice\key.txt' --passphrase-file 'C:\practice\phrase.txt')

printf -- '-- the first day\n'
win 0 try
win 0 init --practice "$name" --identity-out 'C:\practice\key.txt' \
    --passphrase-file 'C:\practice\phrase.txt' --recovery-out 'C:\practice\sheet.txt'
win 0 sources add 'C:\practice\patients' --class fr/medical-record --records each-folder
# Without --allow-fixed: it is known to come off.
win 0 drives add 'E:\' --name Blue
win 0 backup
win 0 backup
hides '\\\\?\\'
win 0 drives
tells Blue
lang=fr win 16 status
hides '\\\\?\\'

printf -- '-- a check while the drive is locked, a restore, a search\n'
win 0 verify --full "${key[@]}"
win 0 restore --all --to 'C:\practice\out' "${key[@]}"
equal "$c/patients" "$c/out" 'restored under Wine'
[ "$(stat -c %Y "$c/out/1002/empty")" = "$(stat -c %Y "$c/patients/1002/empty")" ] ||
    fail 'a folder lost its date'

printf -- '-- another letter, a stranger, nothing\n'
letter e; letter f "$p/blue"; replug
echo more >"$c/patients/1003/more.txt"
win 0 backup
letter f "$p/strange"; replug
win 10 backup
hides 'D05'
letter f; replug
win 10 backup
tells 'D01'
letter e "$p/blue"; replug

printf -- '-- places that are refused\n'
win 18 drives add "Z:${p//\//\\}\\strange" --name Net --allow-fixed
tells D17
program=(env 'OneDrive=C:\practice\cloud' wine "$exe" --home 'C:\practice\home')
for_person "$c/cloud/drive"
run 18 drives add 'C:\practice\cloud\drive' --name Cloud --allow-fixed
tells D17
win 1 drives add 'C:\' --name System
tells B05

printf -- '-- a program holds a file of the drive\n'
hold() {
    as_person wine "$REFUGE_WINDOWS/held.exe" "$1" 60000 >"$p/held" 2>/dev/null &
    holder=$!
    for _ in $(seq 50); do grep -q held "$p/held" && break; sleep 0.2; done
    grep -q held "$p/held" || fail "nothing holds $1"
}
let_go() { kill "$holder" 2>/dev/null || true; replug; : >"$p/held"; }
pack=$(cd "$p/blue" && find refuge/packs -type f | head -n 1)
hold "E:\\${pack//\//\\}"
win 11 verify --full "${key[@]}"
tells D22
let_go
win 0 verify --full "${key[@]}"

printf -- '-- a program holds a file\n'
echo data >"$c/patients/1002/base.fdb"
[ "$(id -u)" -ne 0 ] || chown 65534:65534 "$c/patients/1002/base.fdb" "$c/patients/1003/more.txt"
hold 'C:\practice\patients\1002\base.fdb'
win 3 backup
tells 'another program holds'
win 16 status
tells 'held open by another program'
let_go
# Another content under the old length and date, as an attack would leave it: what Linux restores below
# must have it.
note="$c/patients/1002/ordonnance été.txt"
touch -r "$note" "$p/date"
echo 'ABOUT 1002' >"$note"
touch -r "$p/date" "$note"
win 0 backup
win 16 status
hides 'held open by another program'

printf -- '-- a second drive; one patient is erased\n'
letter g "$p/red"; replug
win 0 drives add 'G:\' --name Red
# As the scheduler does when a drive is plugged in: Blue has its backup of today, Red waits for one.
win 0 settings schedule --install --plugged quiet
win 0 remind --plugged --json
tells '"command":"backup".*"drive":"Red"'
win 0 remind --plugged --json
hides '"command":"backup"'
win 0 snapshots --drive Red "${key[@]}"
win 0 backup --drive Red
win 0 register import 'C:\practice\register.csv' "${key[@]}"
win 0 purge --dry-run --json "${key[@]}"
plan=$(grep -o 'P-[0-9-]*' "$said" | tail -n 1)
win 0 purge "$plan" --confirm "$name" --by 'Dr Martin' "${key[@]}"
win 0 verify --drive Red "${key[@]}"
win 0 settings schedule --output 'C:\practice\tasks'
win 0 settings schedule --install
tells 'at 9'
iconv -f utf-16 -t utf-8 "$c/tasks/refuge-plugged.xml" | grep -q 'EventID=1006' || fail 'no task'

printf -- '-- Linux reads what Windows wrote, and writes\n'
l=$p/linux
cp "$c"/{key,phrase,sheet}.txt "$l"
chmod 600 "$l"/*.txt
[ "$(id -u)" -ne 0 ] || chown -R 65534:65534 "$l"
lkey=(--identity "$l/key.txt" --passphrase-file "$l/phrase.txt")
lin 0 attach "$p/blue" "${lkey[@]}"
lin 0 verify --full "${lkey[@]}"
lin 0 restore --all --to "$l/out" "${lkey[@]}"
rm -rf "$c/patients/1001"
equal "$c/patients" "$l/out" 'restored on Linux'
as_person python3 "$p/blue/refuge/rescue.py" --vault "$p/blue/refuge" --identity "$l/sheet.txt" \
    --to "$l/rescued" >"$said" 2>&1 </dev/null || fail 'rescue.py'
equal "$l/out" "$l/rescued" 'rescue.py'

printf -- '-- Windows reads what Linux wrote\n'
for_person "$l/patients/NAME à lire" "$l/drive"
printf 'from Linux\n' >"$l/patients/NAME à lire/note.txt"
printf 'odd name\n' >"$l/patients/NAME à lire/a:b*c?.txt"
[ "$(id -u)" -ne 0 ] || chown -R 65534:65534 "$l/patients"
program=("$linux" --home "$l/home2")
run 0 init --practice Linux --identity-out "$l/key2.txt" --passphrase-file "$l/phrase.txt" \
    --recovery-out "$l/sheet2.txt"
run 0 sources add "$l/patients" --class fr/medical-record --records each-folder
run 0 drives add "$l/drive" --name Green --allow-fixed
run 0 backup
letter h "$l/drive"
cp "$l/key2.txt" "$c/key2.txt"
[ "$(id -u)" -ne 0 ] || chown 65534:65534 "$c/key2.txt"
replug
key=(--identity 'C:\practice\key2.txt' --passphrase-file 'C:\practice\phrase.txt')
program=(wine "$exe" --home 'C:\practice\home2')
run 0 attach 'H:\' "${key[@]}"
run 0 verify --full "${key[@]}"
# One name cannot be on Windows: it comes back under a similar one, which is told.
run 3 restore --all --to 'C:\practice\out2' "${key[@]}"
[ "$(cat "$c/out2/NAME à lire/note.txt")" = 'from Linux' ] || fail 'a file of Linux is not the same'
[ "$(find "$c/out2" -type f | wc -l)" = 2 ] || fail 'a file of Linux is missing'
letter h

printf -- '-- new locks, a lost drive, an incident, a new computer\n'
key=(--identity 'C:\practice\key.txt' --passphrase-file 'C:\practice\phrase.txt')
win 0 keys rotate --identity-out 'C:\practice\key3.txt' --recovery-out 'C:\practice\sheet3.txt' \
    --new-passphrase-file 'C:\practice\phrase.txt' "${key[@]}"
win 12 verify "${key[@]}"
# The file that the words were written to opens as the paper does.
win 1 keys attest 'sheet 1' --by 'Dr Martin' --method shredded
tells K17
rm "$c/sheet.txt"
win 0 keys attest 'sheet 1' --by 'Dr Martin' --method shredded
key=(--identity 'C:\practice\key3.txt' --passphrase-file 'C:\practice\phrase.txt')
win 0 drives lost Red --by 'Dr Martin'
win 18 backup --drive Red
tells D15
win 0 incident start --note 'computer stolen'
win 19 purge --dry-run
tells S02
win 0 incident end --confirm "$name"
program=(wine "$exe" --home 'C:\practice\new')
run 0 attach 'E:\' "${key[@]}"
run 0 restore --all --to 'C:\practice\again' "${key[@]}"
equal "$l/out" "$c/again" 'restored on a new computer'

printf -- '-- a drive retires\n'
program=(wine "$exe" --home 'C:\practice\home')
# A folder: of a drive that comes off the free room would be filled too, and here that is the whole disk's.
for_person "$c/old"
run 0 drives add 'C:\practice\old' --name Old --allow-fixed
run 0 backup --drive Old
run 0 drives retire Old --confirm Old
[ ! -e "$c/old/refuge" ] || fail 'the folder of a retired drive stays'
letter g; letter e; replug
printf 'the practice on drive letters: all right\n'
