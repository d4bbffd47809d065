#!/usr/bin/env python3
"""Restores a refuge vault with python3, age and zstd alone.
Restaure un coffre refuge avec seulement python3, age et zstd.

    python3 rescue.py --vault DRIVE/refuge --identity KEY.txt --list
    python3 rescue.py --vault DRIVE/refuge --identity KEY.txt --to NEW_FOLDER

docs/format.md of the project describes the format. In short: the keyring holds the secret keys, the manifest
(snapshots/) lists records, the index says in which pack a chunk lies, a pack holds age files ("segments") of zstd
frames. With b3sum, each file is checked. The keyed hashes of small objects are not: the drive you give is trusted.
Exit code: 0 all restored, 1 restored with losses, 2 nothing could be done.
"""
import argparse, contextlib, functools, json, os, re, shutil, subprocess, sys, tempfile

losses = []  # what could not be brought back, for the exit code

def say(text):
    # Names may hold anything: nothing of it may steer the terminal.
    print("".join(letter if letter.isprintable() else "?" for letter in text), flush=True)

def lose(what, why):
    losses.append(what)
    say("PERDU / LOST %s: %s" % (what, why))

def stop(text):
    say(text)
    sys.exit(2)

def opened(path, identities):
    """What `age -d | zstd -d` makes of a file, or nothing. Secrets go through a pipe, never into a file."""
    limit = 64 * os.path.getsize(path) + (16 << 20)  # what grows beyond is a trap for the memory
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    age = subprocess.Popen(["age", "-d", "-i", "-", path], stdin=pipe, stdout=pipe, stderr=quiet)
    zstd = subprocess.Popen(["zstd", "-dcq"], stdin=age.stdout, stdout=pipe, stderr=quiet)
    with contextlib.suppress(BrokenPipeError), age.stdin as asked:
        asked.write(identities.encode())
    with age.stdout, zstd.stdout as out:
        plain = out.read(limit)
    return plain if age.wait() == zstd.wait() == 0 else None

def identity_text(path):
    """The secret keys of a file; age asks for the passphrase, once, if there is one."""
    with open(path, "rb") as file:
        text = file.read(1 << 20)
    if text.lstrip().startswith((b"-----BEGIN AGE ENCRYPTED FILE", b"age-encryption.org/")):
        text = subprocess.run(["age", "-d", path], stdout=subprocess.PIPE).stdout
    keys = re.findall(r"(?m)^[ \t]*(AGE-[A-Z0-9-]+1[A-Z0-9]+)\s*$", text.decode("utf-8-sig", "replace"))
    return "\n".join(keys) or stop("Ce fichier ne contient pas de clé age. / This file holds no age key.")

def names_in(vault, *folder):
    """Names in a folder or in its mirror, sorted."""
    bases = [os.path.join(base, *folder) for base in (vault, os.path.join(vault, "mirror"))]
    # os.walk passes over what cannot be listed; only its first level matters.
    found = [name for base in bases for _, folders, files in [*os.walk(base)][:1] for name in folders + files]
    return sorted(name for name in set(found) if name[:1] != ".")

def documents(vault, section, folder, kind, identities):
    """The name of each small object in a folder, and its lines: from its place, from the mirror, or none."""
    for name in names_in(vault, "sections", section, folder):
        found = []
        for base in (vault, os.path.join(vault, "mirror")):
            with contextlib.suppress(Exception):  # not sealed to these keys, torn or damaged
                plain = opened(os.path.join(base, "sections", section, folder, name), identities)
                lines = [json.loads(line) for line in plain.splitlines()]
                if lines[0]["refuge"] == 1 and lines[0]["kind"] == kind and "mac" in lines[-1]:
                    found = lines[:-1]
                    break
        yield name, found

class Section:
    """What the keys open of one section: its secrets, its snapshots, and where its chunks lie."""
    def __init__(self, vault, name, identities):
        self.vault, self.name = vault, name
        self.catalog, self.keys, self.forgotten = [], {}, set()
        self.places = {}  # chunk: [(segment, offset in its plaintext, length)], the same bytes at each place
        # Parts that are sealed to other opening keys do not open; the others hold the same.
        for line in [line for _, lines in documents(vault, name, "keyring", "keyring", identities) for line in lines[1:]]:
            if line["line"] == "catalog":
                self.catalog.append(line["secret"])
            elif line["line"] == "record":
                self.keys[line["key"]] = line["secret"]
            elif line["line"] == "forgotten":
                self.forgotten.add(line["key"])

    def catalogued(self, folder, kind):
        """The lines of every object in a folder; a damaged one is reported."""
        for name, lines in documents(self.vault, self.name, folder, kind, "\n".join(self.catalog)):
            if not lines:
                lose("%s/%s" % (folder, name), "illisible, et son double aussi / unreadable, and so is its copy")
            yield from [lines] if lines else []

    def snapshots(self):
        """Snapshots with their records, newest first. A manifest written anew counts in place of its old one."""
        newest = {}
        for _, snapshot, *records in sorted(self.catalogued("snapshots", "manifest"), key=lambda lines: lines[0]["seq"]):
            newest.pop(snapshot["snapshot"], None)
            newest[snapshot["snapshot"]] = snapshot, records
        return list(newest.values())[::-1]

    def find_chunks(self):
        packs = [pack for lines in self.catalogued("index", "index") for pack in lines[1:]]
        for pack, segment in [(pack["pack"], segment) for pack in packs for segment in pack["segments"]]:
            chunks = [chunk for block in segment["blocks"] for chunk in block["chunks"]]
            place = pack, segment["at"], segment["bytes"], segment["key"], sum(length for _, length in chunks)
            offset = 0
            for chunk, length in chunks:
                self.places.setdefault(chunk, []).append((place, offset, length))
                offset += length

    @functools.lru_cache(maxsize=24)
    def segment(self, pack, at, length, key, total):
        """The plaintext of a segment, or the error that says why there is none."""
        if key not in self.keys or key in self.forgotten:
            return ValueError("pas de clé / no key")
        try:
            with open(os.path.join(self.vault, "packs", pack[:2], pack + ".pack"), "rb") as file:
                file.seek(at)
                sealed = file.read(length)
        except OSError:
            return ValueError("paquet %s illisible / pack unreadable" % pack)
        if sealed.startswith(b"refuge wiped v1\n"):
            return ValueError("effacé volontairement / wiped on purpose")
        with tempfile.TemporaryDirectory() as folder:  # only for its owner; holds ciphertext alone
            with open(os.path.join(folder, "age"), "wb") as file:
                file.write(sealed)
            plain = opened(file.name, self.keys[key])
        whole = plain is not None and len(plain) == total
        return plain if whole else ValueError("paquet %s abîmé / pack damaged" % pack)

    def chunk(self, name):
        """The length of a chunk; its bytes, or the error that says why there are none."""
        length, plain = 0, ValueError("fragment introuvable / chunk not found")
        for place, offset, length in self.places.get(name, []):
            plain = self.segment(*place)
            if not isinstance(plain, ValueError):
                return length, plain[offset:offset + length]
        return length, plain

def native(text):
    """A stored path as this system writes it. NUL and two hexadecimal digits stand for a byte that is not UTF-8."""
    head, *rest = text.split("\0")
    raw = head.encode("utf-8") + b"".join(bytes.fromhex(part[:2]) + part[2:].encode("utf-8") for part in rest)
    if os.name == "nt":
        return re.sub(r'[<>:"|?*\\\x00-\x1f]', "_", raw.decode("utf-8", "surrogatepass"))
    return raw.decode("utf-8", "backslashreplace") if sys.platform == "darwin" else os.fsdecode(raw)

def inside(root, text):
    """The path below root that a stored path names; never outside of it."""
    parts = native(text).split("/") if text else []
    if any(part in ("", ".", "..") or "\0" in part for part in parts):
        raise ValueError("chemin refusé / path refused")
    return os.path.join(root, *parts)

def set_metadata(path, entry):
    with contextlib.suppress(Exception):  # the target file system has no such times or rights
        if "mode" in entry and os.name != "nt" and entry["t"] != "l":
            os.chmod(path, entry["mode"] & 0o777)
        if "m" in entry:
            os.utime(path, ns=(entry["m"][0] * 10**9 + entry["m"][1],) * 2, follow_symlinks=entry["t"] != "l")

def fill(file, section, entry):
    """Lays the chunks of a file over its extents. What cannot be read stays zeros, and is raised at the end."""
    size, trouble = entry["s"], None
    room = [list(extent) for extent in entry.get("x", [[0, size]])][::-1]
    for name in entry["c"]:
        length, data = section.chunk(name)
        if isinstance(data, ValueError):
            trouble, data = data, bytes(length)
        while data:
            offset, free = room.pop() if room else (size, 0)
            if not 0 <= offset < offset + free <= size:
                raise ValueError("longueur fausse / wrong length")
            file.seek(offset)
            file.write(data[:free])
            if len(data) < free:
                room.append((offset + len(data), free - len(data)))
            data = data[free:]
    file.truncate(size)
    if trouble or any(length for _, length in room):
        raise trouble or ValueError("longueur fausse / wrong length")
    if shutil.which("b3sum"):
        file.seek(0)
        if subprocess.run(["b3sum"], stdin=file, stdout=subprocess.PIPE).stdout[:64].decode() != entry["b3"]:
            raise ValueError("contenu différent de l'original / content differs from the original")

class Restore:
    """Writes files at once; keeps links for the end, so that none is ever followed, and the times of folders."""
    def __init__(self):
        self.files, self.links, self.folders, self.renamed = 0, [], [], {}

    def add(self, section, root, entry):
        kind = entry["t"]
        path = inside(root, entry["p"] if kind == "d" else entry["p"] or "..")  # the root itself is a folder
        os.makedirs(path if kind == "d" else os.path.dirname(path), exist_ok=True)
        if kind == "d":
            self.folders.append((path, entry))
        elif kind in ("l", "h"):
            self.links.append((path, root, entry))
        elif kind == "f":
            place = self.renamed[path] = path + "~2" if os.path.lexists(path) else path  # two names are one here
            open(place, "x").close()
            try:
                with open(place, "r+b") as file:
                    fill(file, section, entry)
                set_metadata(place, entry)
                self.files += 1
            except Exception as error:
                lose(place, str(error))
                os.rename(place, place + ".INCOMPLETE")

    def finish(self):
        """Hard links, then symbolic links, then times and rights of folders, the deepest first."""
        for path, root, entry in sorted(self.links, key=lambda link: link[2]["t"] == "l"):
            try:
                if entry["t"] == "l":
                    os.symlink(native(entry["to"]), path)
                    set_metadata(path, entry)
                elif os.path.lexists(path):
                    raise FileExistsError
                else:
                    first = self.renamed[inside(root, entry["to"])]
                    try:
                        os.link(first, path)
                    except OSError:  # a file system without hard links
                        shutil.copy2(first, path)
            except Exception as error:
                lose(path, "lien non créé / link not made (%s)" % error)
        for path, entry in sorted(self.folders, key=lambda folder: folder[0], reverse=True):
            set_metadata(path, entry)

def source_folders(target, chosen):
    """Where each source goes: into the target; with several, into a folder named by the end of its path."""
    paths, folders = {}, {}
    for _, snapshot, _ in chosen:
        with contextlib.suppress(Exception):
            import tomllib  # Python 3.11; without it, the id is the name
            paths.update((source["id"], source["path"]) for source in tomllib.loads(snapshot["configuration"])["source"])
    for source in sorted({record["source"] for _, _, records in chosen for record in records}):
        path = paths.get(source, "")
        parts = re.split(r"[/\\]" if re.match(r".:|\\\\", path) else "/", path)
        name = [part for part in [source] + parts if part not in ("", ".")][-1]
        taken = [os.path.basename(folder).lower() for folder in folders.values()]
        names = [name] + ["%s (%d)" % (name, number + 2) for number in range(len(taken))]
        folders[source] = inside(target, [name for name in names if name.lower() not in taken][0])
    return folders if len(folders) > 1 else dict.fromkeys(folders, target)

def restore(target, chosen):
    todo, folders = Restore(), source_folders(target, chosen)
    for section, snapshot, records in chosen:
        say("sauvegarde du / snapshot of %s" % snapshot["time"])
        section.find_chunks()
        kept = [record for record in records if record["key"] not in section.forgotten]
        say("%d oublié(s) volontairement / forgotten on purpose" % (len(records) - len(kept)))
        for record in kept:
            try:
                lines = b"".join(section.chunk(name)[1] for name in record["inventory"]).splitlines()
            except Exception:
                lines = []
                lose("%s, %s fichiers / files" % (record["name"], record["files"]), "liste perdue / list lost")
            for line in lines:
                try:
                    todo.add(section, folders[record["source"]], json.loads(line))
                except Exception as error:
                    lose(line.decode("utf-8", "replace")[:200], "impossible à créer / cannot be created (%s)" % error)
    todo.finish()
    say("%d fichiers / files, %d pertes / losses" % (todo.files, len(losses)))

def main():
    sys.stdout.reconfigure(errors="replace")
    os.umask(0o077)
    asked = argparse.ArgumentParser(description="Restaure un coffre refuge / Restores a refuge vault")
    asked.add_argument("--vault", required=True, help="DRIVE/refuge")
    asked.add_argument("--identity", required=True, help="fichier de clé / key file")
    asked.add_argument("--to", help="dossier nouveau ou vide / new or empty folder")
    asked.add_argument("--snapshot", default="latest", help="ID, latest")
    asked.add_argument("--list", action="store_true", help="liste les sauvegardes / lists snapshots")
    asked = asked.parse_args()
    if not (shutil.which("age") and shutil.which("zstd")):
        stop("Il faut les programmes age et zstd. / The programs age and zstd are needed.")
    if not shutil.which("b3sum"):
        say("Sans b3sum, les fichiers ne sont pas vérifiés. / Without b3sum, files are not checked.")
    identities, chosen = identity_text(asked.identity), {}
    sections = [Section(asked.vault, name, identities) for name in names_in(asked.vault, "sections")]
    sections = [section for section in sections if section.catalog]
    for section in sections or stop("Cette clé n'ouvre rien dans ce coffre. / This key opens nothing in this vault."):
        for snapshot, records in section.snapshots():
            if asked.list:
                print("%(time)s  %(snapshot)s  %(files)d files  %(bytes)d bytes" % snapshot)
            if asked.snapshot in ("latest", snapshot["snapshot"]):
                chosen.setdefault(section, (section, snapshot, records))
    if not asked.list:
        target = os.path.abspath(asked.to or stop("--to / --list"))
        os.makedirs(target, exist_ok=True)
        if os.listdir(target) or not chosen:
            stop("Dossier non vide ou aucune sauvegarde. / Folder not empty, or no snapshot.")
        restore("\\\\?\\" + target if os.name == "nt" else target, list(chosen.values()))
    return 1 if losses else 0

if __name__ == "__main__":
    sys.exit(main())
