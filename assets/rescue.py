#!/usr/bin/env python3
"""Restores a refuge vault with python3, age and zstd alone.
Restaure un coffre refuge avec seulement python3, age et zstd.

    python3 rescue.py --vault DRIVE/refuge --identity KEY.txt --list
    python3 rescue.py --vault DRIVE/refuge --identity KEY.txt --to NEW_FOLDER

The format is described in docs/format.md of the project. In short: the keyring (sections/*/keyring)
holds the secret keys, the manifest (snapshots/) lists records, the index says in which pack a chunk
lies; a pack holds age files ("segments") of zstd frames. With b3sum installed, each file is checked.
This program does not check the keyed hashes at the end of small objects: it trusts the drive you gave it.
Exit code: 0 all restored, 1 restored with losses, 2 nothing could be done.
"""
import argparse, collections, json, os, re, shutil, subprocess, sys, tempfile

WIPED = b"refuge wiped v1\n"
SEGMENT_MAX, PLAIN_MAX = 8 << 20, 64 << 20
losses = []  # what could not be brought back, for the end and the exit code


def say(fr, en):
    text = "%s / %s" % (fr, en)  # names may hold anything: nothing of it may steer the terminal
    print("".join(c if c.isprintable() else "?" for c in text).encode("ascii" if os.name == "nt" else "utf-8", "replace").decode(), flush=True)


def lose(what, fr, en):
    losses.append(what)
    say("PERDU %s : %s" % (what, fr), "LOST %s: %s" % (what, en))


def stop(fr, en):
    say(fr, en)
    sys.exit(2)


# -- age and zstd ------------------------------------------------------------------------------

def opened(path, identities, limit=1 << 31):
    """What `age -d | zstd -d` makes of a file, or nothing. Secrets go through a pipe, never into a file."""
    age = subprocess.Popen(["age", "-d", "-i", "-", path], stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    zstd = subprocess.Popen(["zstd", "-dcq"], stdin=age.stdout, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    age.stdout.close()
    try:
        age.stdin.write(identities.encode())
        age.stdin.close()
    except OSError:
        pass  # age ended before it read everything; its exit code tells
    plain = zstd.stdout.read(limit + 1)
    zstd.stdout.close()
    good = [age.wait(), zstd.wait()] == [0, 0]
    return plain if good and len(plain) <= limit else None


def identity_text(path):
    """The secret keys of a file; age asks for the passphrase, once, if there is one."""
    with open(path, "rb") as file:
        text = file.read(1 << 20)
    if text.lstrip().startswith((b"-----BEGIN AGE ENCRYPTED FILE", b"age-encryption.org/")):
        text = subprocess.run(["age", "-d", path], stdout=subprocess.PIPE).stdout
    keys = [line.strip() for line in text.decode("utf-8-sig", "replace").splitlines()]
    keys = [key for key in keys if re.match(r"AGE-[A-Z0-9-]+1[A-Z0-9]+$", key)]
    return keys or stop("Ce fichier ne contient pas de clé age.", "This file holds no age key.")


# -- small objects -----------------------------------------------------------------------------

def names_in(vault, folder):
    """Names in a folder or in its mirror, sorted."""
    found = set()
    for base in (vault, os.path.join(vault, "mirror")):
        try:
            found.update(name for name in os.listdir(os.path.join(base, *folder)) if name[:1] != ".")
        except OSError:
            pass
    return sorted(found)


def document(vault, parts, identities, kind):
    """The lines of a small object, from its place or from the mirror; nothing if both are bad."""
    for base in (vault, os.path.join(vault, "mirror")):
        path = os.path.join(base, *parts)
        plain = opened(path, identities) if os.path.isfile(path) else None
        try:
            lines = [json.loads(line) for line in (plain or b"").splitlines()]
            if lines and lines[0]["refuge"] == 1 and lines[0]["kind"] == kind and "mac" in lines[-1]:
                return lines[1:-1]
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
    return None


class Section:
    """The secrets of one section: catalog keys, record keys, and what was forgotten on purpose."""

    def __init__(self, vault, name, identities):
        self.vault, self.name = vault, name
        self.catalog, self.keys, self.forgotten = [], {}, set()
        for part in names_in(vault, ("sections", name, "keyring")):
            # Parts that are sealed to other opening keys do not open; the others hold the same.
            for line in document(vault, ("sections", name, "keyring", part), identities, "keyring") or []:
                if line["line"] == "catalog":
                    self.catalog.append(line["secret"])
                elif line["line"] == "record":
                    self.keys[line["key"]] = line["secret"]
                elif line["line"] == "forgotten":
                    self.forgotten.add(line["key"])
        for key in self.forgotten:
            self.keys.pop(key, None)

    def document(self, folder, name, kind):
        return document(self.vault, ("sections", self.name, folder, name), "\n".join(self.catalog), kind)

    def snapshots(self):
        """Name and lines of each manifest, newest first; lines are nothing if it is damaged."""
        for name in reversed(names_in(self.vault, ("sections", self.name, "snapshots"))):
            yield name, self.document("snapshots", name, "manifest")

    def places(self, wanted, first):
        """Where each wanted chunk lies: (pack, at, bytes, key, length of plaintext), offset, length."""
        found = {}
        names = names_in(self.vault, ("sections", self.name, "index"))
        for name in sorted(names, key=lambda name: name[:32] not in first):
            lines = self.document("index", name, "index")
            if lines is None:
                lose("index " + name, "illisible, et son double aussi", "unreadable, and so is its copy")
            for pack in lines or []:
                for segment in pack["segments"]:
                    chunks = [chunk for block in segment["blocks"] for chunk in block["chunks"]]
                    total, offset = sum(length for _, length in chunks), 0
                    if not 0 <= segment["bytes"] <= SEGMENT_MAX or total > PLAIN_MAX:
                        continue
                    segment_id = (pack["pack"], segment["at"], segment["bytes"], segment["key"], total)
                    for chunk, length in chunks:
                        if chunk in wanted:
                            found.setdefault(chunk, (segment_id, offset, length))
                        offset += length
        return found

    def segment(self, segment_id):
        """The plaintext of a segment, or nothing and the reason."""
        pack, at, length, key, total = segment_id
        if key not in self.keys:
            return None, ("pas de clé", "no key")
        try:
            if not re.match(r"[0-9a-f]{32}$", pack):
                return None, ("index invalide", "bad index")
            with open(os.path.join(self.vault, "packs", pack[:2], pack + ".pack"), "rb") as file:
                file.seek(at)
                sealed = file.read(length)
        except (OSError, ValueError):
            return None, ("paquet %s illisible" % pack, "pack %s unreadable" % pack)
        if sealed.startswith(WIPED):
            return None, ("effacé volontairement", "wiped on purpose")
        handle, path = tempfile.mkstemp(suffix=".age")  # only for its owner; holds ciphertext alone
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
            plain = opened(path, self.keys[key], total)
        finally:
            os.unlink(path)
        good = plain is not None and len(plain) == total
        return (plain, None) if good else (None, ("paquet %s abîmé" % pack, "pack %s damaged" % pack))

    def spread(self, places, give, fail):
        """Opens each segment once, in the order of packs, and gives every chunk of it to `give`."""
        by_segment = collections.defaultdict(list)
        for chunk, (segment_id, offset, length) in places.items():
            by_segment[segment_id].append((chunk, offset, length))
        for segment_id in sorted(by_segment):
            plain, why = self.segment(segment_id)
            for chunk, offset, length in by_segment[segment_id]:
                fail(chunk, why) if plain is None else give(chunk, plain[offset:offset + length])


# -- paths and files ---------------------------------------------------------------------------

def unescape(text):
    """Bytes of a path: NUL and two hexadecimal digits stand for a byte that is not UTF-8."""
    head, *rest = text.split("\0")
    return head.encode("utf-8") + b"".join(bytes.fromhex(part[:2]) + part[2:].encode("utf-8") for part in rest)


def native(raw):
    """Bytes as this system's text."""
    if os.name == "nt":
        return re.sub(r'[<>:"|?*\\\x00-\x1f]', "_", raw.decode("utf-8", "surrogatepass"))
    return raw.decode("utf-8", "backslashreplace") if sys.platform == "darwin" else os.fsdecode(raw)


def inside(root, text):
    """The path below root that an escaped path names; never outside of it."""
    raw = unescape(text)
    parts = raw.split(b"/") if raw else []
    if b"\0" in raw or any(part in (b"", b".", b"..") for part in parts):
        raise ValueError("path")
    return os.path.join(root, *map(native, parts))


class Files:
    """What is being written: contents, then hard links, symbolic links, and the times and rights of folders."""

    def __init__(self):
        self.made, self.links, self.folders = {}, [], []

    def add(self, root, record, entry):
        """Makes a folder or an empty file; keeps links for later, so that none is ever followed."""
        path, kind = inside(root, entry["p"]), entry["t"]
        os.makedirs(path if kind == "d" else os.path.dirname(path), exist_ok=True)
        if kind == "d":
            self.folders.append((path, entry))
        elif kind in ("l", "h"):
            self.links.append((path, entry, record, root))
        elif kind == "f":
            path += "~2" if os.path.lexists(path) else ""  # this system takes two names for one
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            handle = os.open(path, flags, 0o600)
            with os.fdopen(handle, "wb") as file:
                if "x" in entry:
                    file.truncate(entry["s"])
            self.made[record, entry["p"]] = path
            return path
        return None

    def finish(self):
        for path, entry, record, root in sorted(self.links, key=lambda link: link[1]["t"] == "l"):
            try:
                if entry["t"] == "l":
                    os.symlink(native(unescape(entry["to"])) if os.name == "nt" else unescape(entry["to"]), path)
                else:
                    link(self.made[record, entry["to"]], path)
            except (OSError, KeyError, ValueError, NotImplementedError):
                lose(path, "lien non créé", "link not made")
        for path, entry in sorted(self.folders, key=lambda folder: folder[0], reverse=True):
            set_metadata(path, entry)


def link(old, new):
    try:
        os.link(old, new)
    except (OSError, NotImplementedError):
        if os.path.lexists(new):
            raise
        shutil.copy2(old, new)  # a file system without hard links


def set_metadata(path, entry):
    try:
        if entry.get("mode") is not None and os.name != "nt":
            os.chmod(path, entry["mode"] & 0o777)
        if entry.get("m"):
            moment = entry["m"][0] * 10**9 + entry["m"][1]
            os.utime(path, ns=(moment, moment))
    except (OSError, OverflowError):
        pass  # the target file system has no such times or rights


def stretches(entry, at, length):
    """Where bytes [at, at + length) of a file's data lie in the file: offsets and lengths."""
    found = []
    for offset, extent in entry.get("x", [[0, entry["s"]]]):
        part = max(0, min(extent - at, length))
        if part:
            found.append((offset + at, part))
        at, length = (0, length - part) if part else (at - extent, length)
    return found


# -- restoring ---------------------------------------------------------------------------------

class Job:
    """A file that is being filled."""

    def __init__(self, entry, path):
        self.entry, self.path, self.why = entry, path, None

    def finish(self):
        extents = self.entry.get("x")
        if not self.why and shutil.which("b3sum"):
            with open(self.path, "rb") as file:
                told = subprocess.run(["b3sum"], stdin=file, stdout=subprocess.PIPE).stdout
            if told[:64].decode() != self.entry["b3"]:
                self.why = ("contenu différent de l'original", "content differs from the original")
        if self.why:
            with open(self.path, "r+b") as file:
                file.truncate(self.entry["s"])
            if not os.path.lexists(self.path + ".INCOMPLETE"):
                os.rename(self.path, self.path + ".INCOMPLETE")
            lose(self.path, *self.why)
        else:
            set_metadata(self.path, self.entry)


def restore_batch(section, records, first, root_of, files):
    """Restores some records: their inventories, then every chunk in the order of the packs."""
    inventory, jobs, plan = {}, [], collections.defaultdict(list)
    wanted = {chunk for record in records for chunk in record["inventory"]}
    section.spread(section.places(wanted, first), inventory.__setitem__, lambda chunk, why: None)
    for record in records:
        if any(chunk not in inventory for chunk in record["inventory"]):
            lose("%s, %s fichiers / files" % (record["name"], record["files"]), "liste perdue", "list lost")
            continue
        for line in b"".join(inventory[chunk] for chunk in record["inventory"]).splitlines():
            entry = None
            try:
                entry = json.loads(line)
                path = files.add(root_of(record["source"]), record["record"], entry)
                jobs += [Job(entry, path)] if path else []
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                lose(str(entry and entry.get("p")), "impossible à créer", "cannot be created")
    inventory.clear()
    places = section.places({chunk for job in jobs for chunk in job.entry["c"]}, first)
    for job in jobs:
        at = 0
        for chunk in job.entry["c"]:
            if chunk not in places:
                job.why = ("fragment introuvable", "chunk not found")
                break
            plan[chunk].append((job, at))
            at += places[chunk][2]
        if not job.why and at != sum(length for _, length in stretches(job.entry, 0, at + 1)):
            job.why = ("longueur fausse", "wrong length")
    current = [None, None]  # the path that is open, and its file

    def give(chunk, data):
        for job, at in plan[chunk]:
            rest = data
            try:
                if current[0] != job.path:
                    if current[1]:
                        current[1].close()
                    current[:] = job.path, open(job.path, "r+b")
                for offset, length in stretches(job.entry, at, len(data)):
                    if offset < 0 or offset + length > job.entry["s"]:
                        raise ValueError("beyond the end of the file")
                    current[1].seek(offset)
                    current[1].write(rest[:length])
                    rest = rest[length:]
            except (OSError, ValueError) as error:
                job.why = ("écriture impossible : %s" % error, "cannot be written")

    def fail(chunk, why):
        for job, _ in plan[chunk]:
            job.why = why

    section.spread({chunk: places[chunk] for chunk in plan}, give, fail)
    if current[1]:
        current[1].close()
    for job in jobs:
        job.finish()
    say("%d fichiers" % len(jobs), "%d files" % len(jobs))


def source_names(snapshot):
    """Folder names for sources: the end of their path in the configuration, and some of their id."""
    names = {}
    for table in (snapshot.get("configuration") or "").split("[[source]]")[1:]:
        source = re.search(r"""(?m)^id\s*=\s*["']([0-9a-f]{32})["']""", table)
        path = re.search(r"""(?m)^path\s*=\s*["'](.*?)[/\\]*["']\s*$""", table)
        if source and path:
            names[source[1]] = re.sub(r"[^\w. -]", "_", re.split(r"[/\\]", path[1])[-1])
    return names


def restore(section, snapshot, records, target, files):
    names = source_names(snapshot)

    def root_of(source):
        if not re.match(r"[0-9a-f]{32}$", source):
            raise ValueError("source id")
        return os.path.join(target, (names.get(source, "source") + "-" + source[:8]).lstrip("."))

    batch, bytes_in_batch = [], 0
    for record in records:
        if record["key"] in section.forgotten:
            say("un dossier oublié volontairement", "a record forgotten on purpose")
            continue
        batch.append(record)
        bytes_in_batch += record["bytes"] + 4096 * record["files"]
        if bytes_in_batch > 64 << 30:  # about 250 000 chunks: memory stays bounded
            restore_batch(section, batch, set(snapshot["indexes"]), root_of, files)
            batch, bytes_in_batch = [], 0
    restore_batch(section, batch, set(snapshot["indexes"]), root_of, files)


def chosen(section, wanted):
    """The lines of the wanted manifest of a section."""
    for name, lines in section.snapshots():
        if lines and wanted in ("latest", lines[0]["snapshot"]):
            return lines
        if not lines:
            lose("snapshots/" + name, "illisible, et son double aussi", "unreadable, and so is its copy")
    return None


def main():
    asked = argparse.ArgumentParser(description="Restaure un coffre refuge / Restores a refuge vault")
    asked.add_argument("--vault", required=True, help="DRIVE/refuge")
    asked.add_argument("--identity", required=True, help="fichier de clé / key file")
    asked.add_argument("--to", help="dossier nouveau ou vide / new or empty folder")
    asked.add_argument("--snapshot", default="latest", help="ID, latest")
    asked.add_argument("--list", action="store_true", help="liste les sauvegardes / lists snapshots")
    asked = asked.parse_args()
    if not asked.list and not asked.to:
        asked.error("--to / --list")
    for tool in ("age", "zstd"):
        if not shutil.which(tool):
            stop("Il manque le programme %s." % tool, "The program %s is missing." % tool)
    if not shutil.which("b3sum"):
        say("Sans b3sum, les fichiers ne sont pas comparés à leur empreinte.", "Without b3sum files are not compared with their hash.")
    identities = "\n".join(identity_text(asked.identity))
    sections = [Section(asked.vault, name, identities) for name in names_in(asked.vault, ("sections",))]
    sections = [section for section in sections if section.catalog]
    if not sections:
        stop("Cette clé n'ouvre rien dans ce coffre.", "This key opens nothing in this vault.")
    if asked.list:
        for section in sections:
            for name, lines in section.snapshots():
                facts = "%(time)s  %(snapshot)s  %(files)d files  %(bytes)d bytes" % lines[0] if lines else "illisible / unreadable " + name
                print(facts)
        return 0
    target = os.path.abspath(asked.to)
    os.makedirs(target, mode=0o700, exist_ok=True)
    if os.listdir(target):
        stop("Le dossier n'est pas vide.", "The folder is not empty.")
    target = "\\\\?\\" + target if os.name == "nt" else target
    files, found = Files(), 0
    for section in sections:
        lines = chosen(section, asked.snapshot)
        if lines:
            found += 1
            say("sauvegarde du %s" % lines[0]["time"], "snapshot of %s" % lines[0]["time"])
            restore(section, lines[0], lines[1:], target, files)
    files.finish()
    if not found:
        stop("Aucune sauvegarde lisible.", "No readable snapshot.")
    say("Terminé : %d pertes." % len(losses), "Done: %d losses." % len(losses))
    return 1 if losses else 0


if __name__ == "__main__":
    sys.exit(main())
