#!/usr/bin/env python3
"""Makes a small vault as docs/format.md describes it, with stock age, zstd and b3sum: a second, independent writer.

    python3 make_vault.py FOLDER      writes FOLDER/refuge and FOLDER/key.txt; --hostile adds a bad record
"""
import json, os, secrets, struct, subprocess, sys


def run(*command, data=b""):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def b3(data):
    return run("b3sum", data=data)[:64].decode()


def new_key():
    text = run("age-keygen").decode()
    secret = text.splitlines()[-1]
    return secret, run("age-keygen", "-y", data=text.encode()).decode().strip()


def sealed(recipient, plain):
    return run("age", "-r", recipient, data=plain)


def part(data):
    return struct.pack("<Q", len(data)) + data


def derived(secret, context, *parts):
    data = secret + b"".join(map(part, parts))
    return bytes.fromhex(run("b3sum", "--derive-key", context, data=data)[:64].decode())


class Vault:
    def __init__(self, root):
        self.root, self.section = os.path.join(root, "refuge"), secrets.token_hex(16)
        self.practice, self.vault, self.drive, self.seq = (*(secrets.token_hex(16) for _ in range(3)), 0)
        self.naming, self.scratch = secrets.token_bytes(32), os.path.join(root, "scratch")

    def keyed(self, key, data):
        """Keyed BLAKE3: b3sum takes the key on standard input and the data from a file."""
        with open(self.scratch, "wb") as file:
            file.write(data)
        return run("b3sum", "--keyed", self.scratch, data=key)[:64].decode()

    def put(self, path, data):
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "xb") as file:
            file.write(data)

    def mac(self, secret, word, data):
        key = derived(secret, "refuge 2026-11-24 authenticators", word.encode())
        return self.keyed(key, part(data))

    def small(self, recipient, folder, prefix, kind, lines, seq=None):
        """Writes a small object twice; returns the hash in its name."""
        self.seq += seq is None
        leans = kind == "manifest" and "base" in lines[0]
        header = {"refuge": 1 + leans, "kind": kind, "practice": self.practice, "section": self.section}
        header.update({} if kind == "keyring" else {"vault": self.vault}, seq=seq or self.seq)
        text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in [header] + lines).encode()
        text += json.dumps({"mac": self.mac(self.naming, kind, text)}).encode() + b"\n"
        data = sealed(recipient, run("zstd", "-q", data=text))
        name = b3(data)[:32]
        for base in ("", "mirror/"):
            self.put("%ssections/%s/%s/%s%s.age" % (base, self.section, folder, prefix, name), data)
        return name

    def describe(self, vault_key):
        facts = [self.practice, self.vault, self.drive, "2026-11-24T02:08:00Z"]
        covered = "refuge vault 1\n" + "".join(fact + "\n" for fact in facts)
        facts = dict(zip(("practice", "vault", "drive", "created"), facts), refuge=1, mac=self.mac(vault_key, "vault", covered.encode()))
        self.put("vault.json", json.dumps(facts).encode())

    def pack(self, segments):
        """Writes a pack of (age file) segments with its table."""
        pack, body, table = secrets.token_hex(16), b"".join(segments), b""
        for segment in segments:
            table += struct.pack("<I", len(segment)) + bytes.fromhex(b3(segment)[:32])
        foot = b"refuge pack v1\0\n" + bytes.fromhex(self.vault + pack) + struct.pack("<II", len(segments), 0)
        foot += bytes.fromhex(b3(table + foot)[:32])
        self.put("packs/%s/%s.pack" % (pack[:2], pack), body + table + foot)
        return pack, len(body + table + foot), foot[-16:].hex()

    def name(self, record, data):
        key = derived(self.naming, "refuge 2026-11-24 chunk names of a record", bytes.fromhex(record))
        return self.keyed(key, data)[:32]


def segment_of(vault, record, recipient, chunks, per_block=2):
    """One segment from chunks, and its blocks as the index lists them."""
    plain, blocks = b"", []
    for at in range(0, len(chunks), per_block):
        group = chunks[at:at + per_block]
        frame = run("zstd", "-q", data=b"".join(group))
        plain += frame
        blocks.append({"frame": len(frame), "chunks": [[vault.name(record, c), len(c)] for c in group]})
    return sealed(recipient, plain), blocks


def cut(data, size=100_000):
    return [data[at:at + size] for at in range(0, len(data), size)]


def file_entry(vault, record, path, data, chunks, **more):
    names = [vault.name(record, chunk) for chunk in chunks]
    return dict({"p": path, "t": "f", "s": len(data), "b3": b3(data), "c": names, "m": [1_700_000_000, 5], "mode": 0o640}, **more)


def records(vault):
    """Two records: one with everything that can go into an inventory, one with hostile entries."""
    source = secrets.token_hex(16)
    ids = [derived(vault.naming, "refuge 2026-11-24 record ids", bytes.fromhex(source), name)[:16].hex() for name in (b"dupont", b"evil")]
    big, note = os.urandom(450_000), "tension 12/8, Zoé\n".encode()
    holes = b"\0" * 70_000 + b"A" * 130_000 + b"\0" * 50_000 + b"B" * 10 + b"\0" * 90
    data = b"A" * 130_000 + b"B" * 10
    everything = [
        {"p": "dupont", "t": "d", "m": [1_600_000_000, 0], "mode": 0o550},
        file_entry(vault, ids[0], "dupont/big.bin", big, cut(big)),
        file_entry(vault, ids[0], "dupont/sub/note.txt", note, [note]),
        file_entry(vault, ids[0], "dupont/empty", b"", []),
        file_entry(vault, ids[0], "dupont/bad\0ffname", note, [note]),
        file_entry(vault, ids[0], "dupont/disk.vhd", holes, cut(data), x=[[70_000, 130_000], [250_000, 10]]),
        {"p": "dupont/again", "t": "h", "to": "dupont/sub/note.txt"},
        {"p": "dupont/link", "t": "l", "to": "sub/note.txt"},
    ]
    hostile = [
        {"p": "trap", "t": "l", "to": "/tmp"},
        file_entry(vault, ids[1], "trap/inside", note, [note]),
        file_entry(vault, ids[1], "../out", note, [note]),
        file_entry(vault, ids[1], "/out", note, [note]),
        file_entry(vault, ids[1], "a\0" + "00b", note, [note]),
        file_entry(vault, ids[1], "longer", note + b"x", [note]),
        file_entry(vault, ids[1], "beyond", note, [note], x=[[1, len(note)]]),
        file_entry(vault, ids[1], "good", note, [note]),
    ]
    return source, [(ids[0], "dupont", everything, cut(big) + [note] + cut(data)), (ids[1], "evil", hostile, [note])]


def main(root, with_hostile):
    os.makedirs(root)
    vault = Vault(root)
    opening, catalog, second = new_key(), new_key(), new_key()
    source, all_records = records(vault)
    vault_key = secrets.token_bytes(32)
    vault.describe(vault_key)
    keyring = [{"line": "vault-key", "secret": vault_key.hex()}, {"line": "naming", "secret": vault.naming.hex()}, {"line": "catalog", "generation": 1, "secret": catalog[0]}]
    pack_segments, lines, manifest = [], [], []
    for record, name, entries, chunks in all_records[:2 if with_hostile else 1]:
        key, key_id = new_key(), secrets.token_hex(16)
        keyring.append({"line": "record", "record": record, "key": key_id, "secret": key[0]})
        text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries).encode()
        for group in (chunks[:3], chunks[3:], cut(text, 700)):
            if group:
                data, blocks = segment_of(vault, record, key[1], group)
                lines.append({"at": sum(map(len, pack_segments)), "bytes": len(data), "record": record, "key": key_id, "blocks": blocks})
                pack_segments.append(data)
        manifest.append({"record": record, "source": source, "name": name, "class": "unclassified", "key": key_id,
                         "inventory": [vault.name(record, chunk) for chunk in cut(text, 700)],
                         "files": len(entries), "bytes": sum(entry.get("s", 0) for entry in entries)})
    pack, pack_bytes, table = vault.pack(pack_segments)
    for number, key in enumerate((second, opening)):
        vault.small(key[1], "keyring", "0001-000001-0000000%d-" % number, "keyring", keyring, seq=1)
    index = vault.small(catalog[1], "index", "", "index", [{"pack": pack, "bytes": pack_bytes, "table": table, "segments": lines}])
    snapshot = {"snapshot": secrets.token_hex(16), "time": "2026-11-24T02:08:00Z", "drive": vault.drive, "indexes": [index],
                "files": sum(r["files"] for r in manifest), "bytes": sum(r["bytes"] for r in manifest), "problems": 0, "program": "make_vault",
                "configuration": "[[source]]\nid = \"%s\"\npath = '/home/x/Patients'\n" % source}
    base = vault.small(catalog[1], "snapshots", "20261124t020800z-", "manifest", [snapshot] + manifest)
    # The next day nothing had changed, so its manifest leans on that one.
    leaning = dict(snapshot, snapshot=secrets.token_hex(16), time="2026-11-25T02:08:00Z", base="20261124t020800z-%s.age" % base)
    vault.small(catalog[1], "snapshots", "20261125t020800z-", "manifest", [leaning])
    os.unlink(vault.scratch)
    with open(os.path.join(root, "key.txt"), "w") as file:
        file.write("# refuge: a practice\n" + opening[0] + "\n")


if __name__ == "__main__":
    main(sys.argv[1], "--hostile" in sys.argv[2:])
