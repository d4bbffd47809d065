#!/usr/bin/env bash
# Opens the kept vault with stock tools of many versions and keys of every kind, and prints one table of what opened. Outside CI: it installs pinned
# packages into a scratch folder and builds rage there, which takes minutes (RAGE=/path/of/rage uses one that is there).
#
#     tests/stock/matrix.sh            the table, as docs/evidence.md has it; code 1 if a row that must open does not
#
# Needs python3, apt-get, npm, cargo. Of Python 3.7 to 3.13 those are tried that the machine has (python3.N, or pyenv).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
vault=$here/../vaults/v1
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
# rage asks in a window of pinentry where there is one: here it must ask on the terminal.
export PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 PINENTRY_PROGRAM=/nonexistent
cd "$work"
bad=0

python_of() { # python_of 3.N: the path of that Python, if the machine has it
    local path
    for path in "$(command -v "python$1" || true)" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python3; do
        if [ -x "$path" ] && "$path" -c 'import ssl' 2>/dev/null; then echo "$path" && return; fi
    done
    return 1
}

# --- the tools ---
mkdir packages bin
for package in age=1.1.1-1+b3 zstd=1.5.4+dfsg2-5+deb12u1; do
    (cd packages && apt-get download -qq "$package" >log 2>&1) || { echo "$package is not to be had"; exit 2; }
done
for package in packages/*.deb; do dpkg -x "$package" debian; done
npm install --silent --no-audit --no-fund --prefix node age-encryption@0.3.1 >log 2>&1 || { echo 'typage is not to be had'; exit 2; }
python3 -m pip -q install --target pyrage pyrage==1.4.0 >log 2>&1 || { echo 'pyrage is not to be had'; exit 2; }
if [ -z "${RAGE:-}" ]; then
    cargo install rage --version 0.12.1 --locked --debug --root rage >log 2>&1 || { echo 'rage is not to be had'; exit 2; }
    RAGE=$work/rage/bin/rage
fi
tools() { # tools NAME AGE ZSTD: a folder with only these two under their usual names
    mkdir -p "bin/$1" && ln -s "$2" "bin/$1/age" && ln -s "$3" "bin/$1/zstd"
}
tools age-1.1.1 "$work/debian/usr/bin/age" "$work/debian/usr/bin/zstd"
tools rage-0.12.1 "$RAGE" "$work/debian/usr/bin/zstd"
libraries=()
for version in 0.15.2 0.16.0 0.17.0 0.18.0 0.21.0 0.23.0 0.25.0; do # each brings its own libzstd
    python=$(python_of 3.9) || break
    "$python" -m pip -q install --no-deps --only-binary :all: --target "zstd-$version" zstandard==$version >log 2>&1 || continue
    number=$(PYTHONPATH=zstd-$version "$python" -c 'import zstandard; print(*zstandard.ZSTD_VERSION, sep=".")')
    cat >"zstd-$version/zstd" <<Z
#!/bin/sh
PYTHONPATH=$work/zstd-$version exec "$python" -c 'import shutil, sys, zstandard
shutil.copyfileobj(zstandard.ZstdDecompressor().stream_reader(sys.stdin.buffer, read_across_frames=True), sys.stdout.buffer)'
Z
    chmod +x "zstd-$version/zstd"
    tools "libzstd-$number" "$work/debian/usr/bin/age" "$work/zstd-$version/zstd"
    libraries+=("libzstd-$number")
done

# --- the keys ---
key=$(grep -o 'AGE-SECRET-KEY-1[A-Z0-9]*' "$vault/key.txt")
mkdir keys
printf '%s\n' "$key" >keys/plain
printf '%s\r\n' "# practice" "$key" >keys/crlf
printf '%s\n' "${key,,}" >keys/lower-case
cat >node/make.mjs <<'M'
import * as age from 'age-encryption';
import fs from 'fs';
const key = process.argv[2];
const locked = new age.Encrypter();
locked.setPassphrase('correct horse');
locked.setScryptWorkFactor(12);
const file = await locked.encrypt(key + '\n');
fs.writeFileSync('../keys/passphrase', file);
fs.writeFileSync('../keys/passphrase-armoured', age.armor.encode(file));
fs.writeFileSync('../keys/post-quantum-beside', await age.generateHybridIdentity() + '\n' + key + '\n');
M
(cd node && node make.mjs "$key")
# The line of a plugin that is not there, with a right checksum.
token=$(PYTHONPATH=$here/../../assets python3 -c 'import rescue; print(rescue.bech32("age-plugin-nowhere-", b"1234"))')
printf '%s\n' "$token" "$key" >keys/token-beside
kinds='plain crlf lower-case token-beside post-quantum-beside passphrase passphrase-armoured'

# --- one segment, its key and what it must give ---
PATH=$work/bin/age-1.1.1:$PATH PYTHONPATH=$here/../../assets python3 - "$vault/refuge" keys/plain <<'P'
import hashlib, os, rescue, sys
vault, keys = sys.argv[1], open(sys.argv[2]).read()
name = rescue.names_in(vault, "sections")[0]
section = rescue.Section(vault, name, keys)
section.find_chunks()
place = next(iter(section.places.values()))[0][0]
pack, at, length, key, total = place
with open(os.path.join(vault, "packs", pack[:2], pack + ".pack"), "rb") as file:
    file.seek(at)
    open("segment", "wb").write(file.read(length))
open("segment.key", "w").write(section.keys[key] + "\n")
open("segment.sha", "w").write(hashlib.sha256(section.segment(*place)).hexdigest())
part = next(path for part in rescue.names_in(vault, "sections", name, "keyring")
            for path in [os.path.join(vault, "sections", name, "keyring", part)] if rescue.opened(path, keys))
open("keyring", "wb").write(open(part, "rb").read())
P

# typed COMMAND...: runs it on a terminal of its own and types the passphrase when it is asked for.
typed() {
    python3 - "$@" <<'P'
import os, pty, select, signal, sys
child, terminal = pty.fork()
if not child:
    os.execvp(sys.argv[1], sys.argv[1:])
said, typed = b"", False
while True:
    if not select.select([terminal], [], [], 60)[0]:
        os.kill(child, signal.SIGHUP)
        sys.exit(99)
    try:
        more = os.read(terminal, 4096)
    except OSError:
        break
    if not more:
        break
    said += more
    if b"assphrase" in said and not typed:
        os.write(terminal, b"correct horse\n")
        typed = True
sys.exit(os.waitpid(child, 0)[1] >> 8)
P
}

row() { printf '| %s | %s | %s | %s |\n' "$@"; }
must() { [ "$4" = "$5" ] || bad=1; row "$1" "$2" "$3" "$4"; } # a row whose result must be the fifth argument

whole() { # whole FOLDER PYTHON KIND: what rescue.py brings back
    rm -rf out
    local code=0
    PATH=$work/bin/$1:$PATH typed "$2" "$here/../../assets/rescue.py" --vault "$vault/refuge" --identity "keys/$3" --to out >log 2>&1 || code=$?
    if [ "$code" = 0 ] && diff -r "$vault/patients" out >log; then echo whole; else echo "code $code"; fi
}

row 'tools' 'Python' 'key' 'result'
row --- --- --- ---
for kind in $kinds; do
    must 'rescue.py, age 1.1.1, zstd 1.5.4' "$(python3 -c 'import platform; print(platform.python_version())')" "$kind" "$(whole age-1.1.1 python3 "$kind")" whole
    must 'rescue.py, rage 0.12.1 called age, zstd 1.5.4' 'same' "$kind" "$(whole rage-0.12.1 python3 "$kind")" whole
done
for minor in 7 8 9 10 11 12 13; do
    python=$(python_of 3.$minor) || { row 'rescue.py, age 1.1.1, zstd 1.5.4' "3.$minor" all 'not on this machine'; continue; }
    number=$("$python" -c 'import platform; print(platform.python_version())')
    results=$(for kind in $kinds; do whole age-1.1.1 "$python" "$kind"; done | sort | uniq -c | sed 's/^ *//' | paste -sd, -)
    must 'rescue.py, age 1.1.1, zstd 1.5.4' "$number" 'the seven kinds above' "$results" '7 whole'
done
for library in "${libraries[@]}"; do
    must "rescue.py, age 1.1.1, ${library/-/ }" 'same' plain "$(whole "$library" python3 plain)" whole
done

# --- by hand: the keyring with each key, one segment with its own ---
by_hand() { # by_hand FOLDER KIND: age -d -i KEYS keyring | zstd -d
    local code=0
    # shellcheck disable=SC2016
    PATH=$work/bin/$1:$PATH typed sh -c 'age -d -i "$1" -o keyring.zst keyring && zstd -qdfc keyring.zst >plain.txt' sh "keys/$2" >log 2>&1 || code=$?
    if [ "$code" = 0 ] && grep -q '"kind":"keyring"' plain.txt; then echo opens; else echo 'does not open'; fi
    rm -f keyring.zst plain.txt
}
for tool in age-1.1.1 rage-0.12.1; do
    for kind in $kinds; do row "$tool, by hand" - "$kind" "$(by_hand $tool "$kind")"; done
    PATH=$work/bin/$tool:$PATH sh -c 'age -d -i segment.key segment | zstd -dc' >plain.txt 2>log || true
    got='does not open'
    [ "$(sha256sum <plain.txt | cut -c1-64)" = "$(cat segment.sha)" ] && got=opens
    must "$tool, a segment by hand" - 'its own' "$got" opens
done
cat >node/open.mjs <<'M'
import * as age from 'age-encryption';
import fs from 'fs';
const opener = new age.Decrypter();
for (const line of fs.readFileSync(process.argv[2], 'latin1').split('\n')) if (/^AGE/i.test(line)) opener.addIdentity(line);
process.stdout.write(await opener.decrypt(fs.readFileSync(process.argv[3])));
M
cat >open.py <<'P'
import pyrage, sys
lines = [line for line in open(sys.argv[1], newline="\n").read().split("\n") if line.upper().startswith("AGE")]
keys = [pyrage.x25519.Identity.from_str(line) for line in lines]
sys.stdout.buffer.write(pyrage.decrypt(open(sys.argv[2], "rb").read(), keys))
P
library() { # library NAME KEYS FILE: by the libraries, each line of the file given as it is
    case $1 in
    typage) node node/open.mjs "$2" "$3" ;;
    pyrage) PYTHONPATH=pyrage python3 open.py "$2" "$3" ;;
    esac 2>log | debian/usr/bin/zstd -dcq 2>log
}
for tool in typage pyrage; do
    name=$([ $tool = typage ] && echo 'typage 0.3.1 (npm)' || echo 'pyrage 1.4.0 (PyPI)')
    for kind in plain crlf lower-case token-beside post-quantum-beside; do
        got='does not open'
        if library $tool keys/$kind keyring >plain.txt && grep -q '"kind":"keyring"' plain.txt; then got=opens; fi
        row "$name" - "$kind" "$got"
    done
    library $tool segment.key segment >plain.txt || true
    got='does not open'
    [ "$(sha256sum <plain.txt | cut -c1-64)" = "$(cat segment.sha)" ] && got=opens
    must "$name, a segment" - 'its own' "$got" opens
done
exit $bad
