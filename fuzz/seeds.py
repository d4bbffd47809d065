#!/usr/bin/env python3
"""Seeds for every fuzz target: what lies on drives that the program wrote, opened with stock age and zstd.

    seeds.py PROGRAM CORPUS      PROGRAM is a built refuge; CORPUS gets a folder for each target

The vaults kept in tests/vaults are opened too, and one is made with the program: two patients, four backups, a
register, a plan, a change of locks.
"""
import glob
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAME = "Cabinet Dr Martin"
PHRASE = "ruban cabanon octobre navire potager lanterne tambour gardien"


def run(*command, data=b""):
    done = subprocess.run(command, input=data, capture_output=True)
    return done.stdout if done.returncode == 0 else None


def opened(key, data):
    """An age file that holds zstd frames, or nothing where the key does not fit."""
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(key)
        file.flush()
        plain = run("age", "-d", "-i", file.name, data=data)
    return plain and run("zstd", "-dc", data=plain)


class Seeds:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def put(self, target, data):
        data = data.encode() if isinstance(data, str) else data
        place = self.folder / target
        place.mkdir(parents=True, exist_ok=True)
        if data and len(data) <= 60_000:
            (place / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def made(program, folder):
    """A drive and its key, written by the program."""
    def refuge(*args):
        env = {"PATH": os.environ["PATH"], "HOME": folder, "REFUGE_HOME": f"{folder}/home", "TMPDIR": folder}
        words = [program, "--lang", "fr", "--no-input", "--json", *args]
        done = subprocess.run(words, env=env, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{args}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout.splitlines()[-1])

    def write(name, text, mode="w"):
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    write("phrase.txt", PHRASE + "\n")
    keys = ["--identity-out", f"{folder}/key.txt", "--recovery-out", f"{folder}/sheet.txt"]
    refuge("init", "--practice", NAME, "--passphrase-file", f"{folder}/phrase.txt", *keys)
    for patient in ("4711", "42"):
        write(f"p/{patient}/notes.txt", f"au sujet de {patient}\n")
    os.symlink("notes.txt", f"{folder}/p/42/lien")
    os.mkdir(f"{folder}/Bleu")
    refuge("sources", "add", f"{folder}/p", "--class", "fr/medical-record", "--records", "each-folder")
    refuge("drives", "add", f"{folder}/Bleu", "--name", "Bleu", "--allow-fixed")
    for number in range(3):
        write(f"p/42/{number}.txt", "une visite\n" * number)
        refuge("backup")
    write("liste.csv", "id;birth;last_contact\n4711;1950-02-01;1996-03-15\n42;1960-02-01;2026-01-15\n")
    sheet = ["--identity", f"{folder}/sheet.txt"]
    refuge("register", "import", f"{folder}/liste.csv", *sheet)
    refuge("purge", "--dry-run", *sheet)
    refuge("hold", "add", "42", "--reason", "other", "--by", "Dr Martin")
    refuge("verify", "--full", *sheet)
    refuge("backup")
    return pathlib.Path(folder, "Bleu/refuge"), pathlib.Path(folder, "sheet.txt").read_text()


def of_vault(seeds, vault, key):
    def documents(kind):
        for path in sorted(glob.glob(f"{vault}/sections/*/{kind}/*.age")):
            yield pathlib.Path(path)

    parts = {path.name: opened(key, path.read_bytes()) for path in documents("keyring")}
    parts = {name: text for name, text in parts.items() if text}
    lines = [json.loads(line) for text in parts.values() for line in text.splitlines()]
    catalogs = "\n".join(line["secret"] for line in lines if line.get("line") == "catalog") + "\n"
    records = {line["key"]: line["secret"] for line in lines if line.get("line") == "record"}
    bare = lambda text: b"\n".join(text.rstrip(b"\n").split(b"\n")[:-1])
    for text in parts.values():
        seeds.put("keyring_part", bare(text))
    seeds.put("keyring_part", b"\n%%\n".join(map(bare, parts.values())))
    for kind, target in (("index", "index"), ("ledger", "ledger_copy")):
        found = [bare(text) for path in documents(kind) if (text := opened(catalogs, path.read_bytes()))]
        for text in found:
            seeds.put(target, text)
        seeds.put(target, b"\n%%\n".join(found[:3]))
    manifests = {path.name: opened(catalogs, path.read_bytes()) for path in documents("snapshots")}
    whole = [bare(text) for text in manifests.values() if text]
    for text in whole:
        base = json.loads(text.split(b"\n")[1]).get("base")
        if base and manifests.get(base):
            text = bare(manifests[base]) + b"\n%%\n" + text.replace(base.encode(), b"@base")
        seeds.put("manifest", text)
    seeds.put("manifest", b"\n%%\n".join(whole[:2]))
    for text in whole:
        toml = json.loads(text.split(b"\n")[1]).get("configuration")
        seeds.put("refuge_toml", toml or "")
    inventories(seeds, vault, [opened(catalogs, path.read_bytes()) for path in documents("index")], records)
    for path in glob.glob(f"{vault}/packs/*/*.pack"):
        data = pathlib.Path(path).read_bytes()
        count = int.from_bytes(data[-24:-20], "little")
        seeds.put("pack_table", b"\x01" + data[-(72 + 20 * count):] if count < 100 else b"")
    for path in glob.glob(f"{vault}/parity/*/*.par"):
        data = pathlib.Path(path).read_bytes()
        length = int.from_bytes(data[-16:-8], "little")
        # Without its payload, which is as long as a pack.
        seeds.put("parity_object", b"\x01" + data[:64] + data[-(length + 16):])
        seeds.put("parity_object", b"\x00" + data if len(data) < 140_000 else b"")
    seeds.put("vault_json", pathlib.Path(vault, "vault.json").read_bytes())
    for path in pathlib.Path(vault).rglob("*"):
        seeds.put("names", str(path.relative_to(vault)))


def inventories(seeds, vault, indexes, records):
    for text in filter(None, indexes):
        for line in text.splitlines()[1:-1]:
            pack = json.loads(line)
            path = pathlib.Path(vault, "packs", pack["pack"][:2], pack["pack"] + ".pack")
            data = path.read_bytes() if path.exists() else b""
            for segment in pack["segments"]:
                sealed = data[segment["at"] : segment["at"] + segment["bytes"]]
                plain = opened(records.get(segment["key"], ""), sealed) or b""
                at = 0
                for _, length in (chunk for block in segment["blocks"] for chunk in block["chunks"]):
                    chunk, at = plain[at : at + length], at + length
                    if chunk.startswith(b"{"):
                        seeds.put("inventory", chunk)
                seeds.put("age_header", sealed if len(sealed) < 4000 else b"")


def plain(seeds, key, folder):
    seeds.put("words", " ".join(re.findall(r"^# +\d+ (\S+)$", key, re.M)))
    seeds.put("words", key)
    seeds.put("age_header", key)
    for path in glob.glob(f"{folder}/key.txt") + glob.glob(str(ROOT / "tests/vectors/age/*")):
        seeds.put("age_header", pathlib.Path(path).read_bytes())
    for path in glob.glob(f"{folder}/home/**/refuge.toml", recursive=True):
        seeds.put("refuge_toml", pathlib.Path(path).read_bytes())
    for name in ("notes.txt", "été/DUPONT Éloïse.pdf", "a\\x00b", "con.", "x" * 255, "%", "\\\\", "\\x", "20261124t020800z"):
        seeds.put("names", name)


def lists(seeds):
    """The lists that the tests know, as programs write them."""
    for path in ("tests/it/real_lists.rs", "src/register/tests.rs", "src/register/xdt.rs", "src/register/fhir.rs"):
        text = (ROOT / path).read_text()
        for literal in re.findall(r'"((?:[^"\\]|\\.)*)"', text, re.S):
            literal = re.sub(r"\\\n\s*", "", literal)
            if "\\n" in literal and len(literal) > 30:
                bare = literal.encode().replace(b"\\r", b"\r").replace(b"\\n", b"\n").replace(b'\\"', b'"')
                seeds.put("register", bare.replace(b"\\t", b"\t").replace(b"\\u{feff}", b"\xef\xbb\xbf"))
        for literal in re.findall(r'r#"(.*?)"#', text, re.S):
            seeds.put("register", literal)
    visits = b"id;date\n1;01/02/2003\n2;13/02/2003\n"
    seeds.put("register", b"id;birth;last_contact\n1;01/02/1950;15/03/1996\n\0" + visits)


def main():
    program, seeds = os.path.abspath(sys.argv[1]), Seeds(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        vault, key = made(program, folder)
        of_vault(seeds, vault, key)
        plain(seeds, key, folder)
    for kept in ("v1", "leaning"):
        folder = ROOT / "tests/vaults" / kept
        of_vault(seeds, folder / "refuge", (folder / "key.txt").read_text())
    lists(seeds)
    for target in sorted(os.listdir(sys.argv[2])):
        print(f"{target}: {len(os.listdir(pathlib.Path(sys.argv[2], target)))} seeds")


if __name__ == "__main__":
    main()
