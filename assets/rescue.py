#!/usr/bin/env python3
"""Restores a refuge vault with python3, age and zstd alone.
Restaure un coffre refuge avec seulement python3, age et zstd.

    python3 rescue.py                             fiche de secours, vers un dossier nouveau / recovery sheet, into a new folder
    python3 rescue.py --words --to NEW_FOLDER     la même chose, où vous voulez / the same, where you like
    python3 rescue.py --identity KEY.txt --to NEW_FOLDER
    python3 rescue.py --identity KEY.txt --list

The vault is the folder this script lies in; --vault DRIVE/refuge names another.

docs/format.md of the project describes the format. In short: the keyring holds the secret keys, the manifest
(snapshots/) lists records, the index says in which pack a chunk lies, a pack holds age files ("segments") of zstd
frames. With b3sum, each file is checked. The keyed hashes of small objects are not: the drive you give is trusted.
Exit code: 0 all restored, 1 restored with losses, 2 nothing could be done.
"""
import argparse, contextlib, functools, hashlib, json, os, re, shutil, subprocess, sys, tempfile, unicodedata

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
    """What the keys open, all together or each by itself: one that this age does not know keeps none from opening."""
    every = identities.split("\n")
    for keys in [identities] + (every if len(every) > 1 else []):
        plain = opened_with(path, keys)
        if plain is not None:
            return plain
    return None

def opened_with(path, identities):
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
    # An editor may have put a mark or an empty line before it, which age itself takes for another file.
    text = (text[3:] if text[:3] == b"\xef\xbb\xbf" else text).lstrip()
    if text.startswith((b"-----BEGIN AGE ENCRYPTED FILE", b"age-encryption.org/")):
        text = subprocess.run(["age", "-d"], input=text, stdout=subprocess.PIPE).stdout
    keys = re.findall(r"(?mi)^[ \t]*(AGE-[A-Z0-9-]+1[A-Z0-9]+)\s*$", text.decode("utf-8-sig", "replace"))
    return "\n".join(keys).upper() or stop("Ce fichier ne contient pas de clé age. / This file holds no age key.")

def new_folder():
    """A folder that is not there yet, on the desktop or in the person's own folder."""
    home = os.path.expanduser("~")
    places = [os.path.join(home, name) for name in ("Desktop", "Bureau")] + [home]
    place = next((place for place in places if os.path.isdir(place)), os.getcwd())
    names = ["refuge"] + ["refuge (%d)" % number for number in range(2, 1000)]
    return next(path for path in (os.path.join(place, name) for name in names) if not os.path.lexists(path))

def plain(text):
    """Lower case, without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign)).lower()

def word_list(packed):
    """The first four letters of 2048 words. Each is packed as how many letters it shares with the last one, and the rest."""
    words = [""]
    for shared, rest in re.findall("([0-9])([a-z]+)", packed.replace("\n", "")):
        words.append(words[-1][:int(shared)] + rest)
    return words[1:]

def bech32(kind, data):
    """BIP-173 in capitals, as age writes its secret keys."""
    bits = int.from_bytes(data, "big") << -len(data) * 8 % 5
    values = [bits >> 5 * place & 31 for place in range((len(data) * 8 + 4) // 5)][::-1]
    check = 1
    for value in [ord(sign) >> 5 for sign in kind] + [0] + [ord(sign) & 31 for sign in kind] + values + [0] * 6:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, mask in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= mask if top >> bit & 1 else 0
    values += [(check ^ 1) >> 5 * (5 - place) & 31 for place in range(6)]
    return (kind + "1" + "".join("qpzry9x8gf2tvdw0s3jn54khce6mua7l"[value] for value in values)).upper()

def words_text():
    """The secret key that the 24 words of a sheet are: BIP-39, French or English, four letters of each are enough."""
    lists, typed = [word_list(FRENCH), word_list(ENGLISH)], []
    while len(typed) < 24:
        for word in plain(input("mot / word %d : " % (len(typed) + 1))).split():
            if not any(word[:4] in words for words in lists):
                say("Ce mot n'est dans aucune liste. / This word is in no list.")
                break
            typed.append(word[:4])
    for words in lists:
        if len(typed) == 24 and all(word in words for word in typed):
            number = functools.reduce(lambda before, word: before << 11 | words.index(word), typed, 0)
            secret = (number >> 8).to_bytes(32, "big")
            if hashlib.sha256(secret).digest()[0] == number & 255:
                return bech32("age-secret-key-", secret)
    stop("Un mot est faux, ou pas à sa place. / A word is wrong, or not in its place.")

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
                leans = kind == "manifest" and "base" in lines[1]
                if lines[0]["refuge"] == 1 + leans and lines[0]["kind"] == kind and "mac" in lines[-1]:
                    found = lines[:-1]
                    break
        yield name, found

class Section:
    """What the keys open of one section: its secrets, its snapshots, and where its chunks lie."""
    def __init__(self, vault, name, identities):
        self.vault, self.name = vault, name
        self.catalog, self.keys, self.forgotten, owners = [], {}, set(), {}
        self.places = {}  # chunk: [(segment, offset in its plaintext, length)], the same bytes at each place
        # Parts that are sealed to other opening keys do not open; the others hold the same.
        for line in [line for _, lines in documents(vault, name, "keyring", "keyring", identities) for line in lines[1:]]:
            if line["line"] == "catalog":
                self.catalog.append(line["secret"])
            elif line["line"] == "record":
                self.keys[line["key"]], owners[line["key"]] = line["secret"], line["record"]
            elif line["line"] == "forgotten":
                self.forgotten.add(line["key"])
        # A record that only got another key is not forgotten, though earlier manifests name the old one.
        self.living = {record for key, record in owners.items() if key not in self.forgotten}

    def catalogued(self, folder, kind):
        """The name and the lines of every object in a folder; a damaged one is reported."""
        for name, lines in documents(self.vault, self.name, folder, kind, "\n".join(self.catalog)):
            if not lines:
                lose("%s/%s" % (folder, name), "illisible, et son double aussi / unreadable, and so is its copy")
            yield from [(name, lines)] if lines else []

    def snapshots(self):
        """Snapshots with their records, newest first. A manifest written anew counts in place of its old one."""
        newest, manifests = {}, dict(self.catalogued("snapshots", "manifest"))
        for name, (head, snapshot, *records) in sorted(manifests.items(), key=lambda found: found[1][0]["seq"]):
            if "base" in snapshot:  # it leans on that manifest, and says only what differs
                base = manifests.get(snapshot["base"], [head, snapshot])
                if "base" in base[1] or base[0]["seq"] >= head["seq"]:
                    lose("snapshots/" + name, "sans sa base %s / without its base" % snapshot["base"])
                    continue
                own = {record["record"] for record in records}.union(snapshot.get("gone", []))
                records += [record for record in base[2:] if record["record"] not in own]
                records.sort(key=lambda record: (record["source"], record["name"]))
            newest.pop(snapshot["snapshot"], None)
            newest[snapshot["snapshot"]] = snapshot, records
        return list(newest.values())[::-1]

    def find_chunks(self):
        packs = [pack for _, lines in self.catalogued("index", "index") for pack in lines[1:]]
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
        self.files, self.links, self.folders, self.renamed, self.open = 0, [], [], {}, 0

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
                self.open += bool(entry.get("open"))
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
        gone = lambda record: record["key"] in section.forgotten and record["record"] not in section.living
        kept = [record for record in records if not gone(record)]
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
    if todo.open:
        say("%d comme après une coupure de courant, à vérifier / as after a power cut, to be checked" % todo.open)
    say("%d fichiers / files, %d pertes / losses" % (todo.files, len(losses)))

def main():
    sys.stdout.reconfigure(errors="replace")
    os.umask(0o077)
    asked = argparse.ArgumentParser(description="Restaure un coffre refuge / Restores a refuge vault")
    here = os.path.dirname(os.path.abspath(__file__))
    asked.add_argument("--vault", default=here, help="DRIVE/refuge (ce dossier-ci / this folder)")
    key = asked.add_mutually_exclusive_group()
    key.add_argument("--identity", help="fichier de clé / key file")
    key.add_argument("--words", action="store_true", help="taper les 24 mots / type the 24 words")
    asked.add_argument("--to", help="dossier nouveau ou vide / new or empty folder")
    asked.add_argument("--snapshot", default="latest", help="ID, latest")
    asked.add_argument("--list", action="store_true", help="liste les sauvegardes / lists snapshots")
    asked = asked.parse_args()
    if not os.path.isfile(os.path.join(asked.vault, "vault.json")):
        stop("Aucun coffre dans %s : --vault DISQUE/refuge. / No vault there: --vault DRIVE/refuge." % asked.vault)
    if not (shutil.which("age") and shutil.which("zstd")):
        stop("Il faut les programmes age et zstd. / The programs age and zstd are needed.")
    if not shutil.which("b3sum"):
        say("Sans b3sum, les fichiers ne sont pas vérifiés. / Without b3sum, files are not checked.")
    identities, chosen = identity_text(asked.identity) if asked.identity else words_text(), {}
    sections = [Section(asked.vault, name, identities) for name in names_in(asked.vault, "sections")]
    sections = [section for section in sections if section.catalog]
    for section in sections or stop("Cette clé n'ouvre rien dans ce coffre. / This key opens nothing in this vault."):
        for snapshot, records in section.snapshots():
            if asked.list:
                print("%(time)s  %(snapshot)s  %(files)d files  %(bytes)d bytes" % snapshot)
            if asked.snapshot in ("latest", snapshot["snapshot"]):
                chosen.setdefault(section, (section, snapshot, records))
    if not asked.list:
        target = os.path.abspath(asked.to or new_folder())
        say("%s" % target)
        os.makedirs(target, exist_ok=True)
        if os.listdir(target) or not chosen:
            stop("Dossier non vide ou aucune sauvegarde. / Folder not empty, or no snapshot.")
        restore("\\\\?\\" + target if os.name == "nt" else target, list(chosen.values()))
    return 1 if losses else 0

# The word lists of BIP-39, packed; see word_list.
FRENCH = """
0abai3n2di2ei2ol3r3u3y2ra3e3i3o3u2se3o3u2us2ys1cad3j3r2ca3e3l3o3r3u2er2ha3e2id3e2om2qu2ro2te3i3u1dep3q2he2je3u2me3i2op
3r3u2re3o2ul2ve1ere3o1ffa3e3i3r3u1gac2en2il3t2ra3e3u1ide2gu2li2ma2sa1jou2us1lar2ch2er2ge3u2ie3m2le3i3o3u2ou2pa2te2ve1m
at2bi3r2en3r2id3r2or3u3v2ph3l2us1nal3p3r3t2ci2ea2gl3o3u2im2ne3o3u2od3m3n3r2te3i2xi1pai2er2la2ol2pa3e3o3u1qua3e1rbi3u2d
e3o2ge2le2ma3e3o3u2pe2ra3i3o2se2te3i1spe3h3i2sa3e3i3o3u2ti3r3u1tel2om2ri3o2ta3e3i3r1uba3e2da3i2gu2ro2to3r1val3n3r2en3r
3u2ia3d3o3s2oi3u2ri1xia3o0badg2fo2ga3u2ig2la3c3e3i2mb2nc3d3l3n3q2rb3i3o3q3r2ss3t2ta3e3t2ud2va1ele3i3o2ne2rc3g3l3m2sa3o
2ta2ur1ibe2cy2du2jo2la3i3l2na2ol3p3t2sc3o3t2tu2za1laf3g3n2es2in2on3q3u1oba3i2ir3s2li2nb3d3h3i3u2rd3n2tt2uc3e3g3l3q3r3s
3t2xe1ran3s3v2eb3c3u2ic3g3l3o3q2oc3d3n3u3y2um3s3t3y1uff2is2ll2re3i2st2ti3o2va3e0caba3i2ch2de3r2fe2il3s2lc3e3i3m3o3v2ma
3e3i3p2na3e3o3t3u2pa3o3r3s3t3u2ra3b3e3i3n3o3r3t2sc3i3q3s2us3t2va3e3i1edi2in2le3l2nd3s3t2rc3e3i3n3v2ss1hag3i3l3m3n3p3r3
s3t3u3v2em3n3q3r3v2ie3f3g3m3o2lo2oc3i3s3u2ro2ut1iga3o2me2ne3t2rc3e3q2te3o3r2vi1lai3m3q3s3v2ie3g3m3v2oc3n3p1oba3r2ca3o2
de3i2ff2gn2he2if3n2le3i3l3m3o2mb3e3m3p2nc3d3f3g3n3s3t3v2pa3i2ra3b3d3n3p3r3t2sm3t2to2ud3p3r3t3v2yo1rab3i3v3y2ea3d3m3u3v
2ib3e3s3t2oi3q3t2uc3e2yp1ubi2ei2il3s3v2lm3t2mu2pi2ra3s1yan2cl2li2ni0daig2mi2ng3s2up1eba3i3o3r3u2ca3e3h3i3l3o3r3u2da3u2
es2fe3i3r2ga3i3l3r2je2li3o2ma3e3o2ni3o3t3u2pa3e3h3l3o2ra3o2sa3c3e3i3o3s3t2ta3e3o3r2va3e3i3o1iab3l3m2ct2ff2ge3i3n2lu2ma
3i2ox2re3i2sc3p3s3t2ve3i1oci3t2gm2ig2ma3i3p2na3j3n2pa2rt3u2sa3e3s2ta2ua3b3c3t2ye1rag3p2es2ib2oi1upe3l2ra3c1yna0eblo1ca
r2ha3e2la3i3o3u2ol3n3r3u2ra3e3i3o2um3r1dif2uq1ffa3e3i3o3r3u1gal3r1jec1lab3r2ec3g3p3v2ig3t2og2uc3d1mba3e3r2er2is2me2ot3
u2pe3l3o3r2ul1nca3h3l3o2di3o3r3u2er2fa3e3o2ga3i3l2ig2ja3e2le2ne3u2ri3o2se2ta3e3i3o3r2um2va3i3o2zy1oli1pai3r3t3u2ic3d3e
3l3n3s3t2oq2re3o2ui1que3i1rig2os2re2up1sca2pa3e3i3o3r2qu2sa3e3i3o2ti3o3r1tag3l3n3t2ei3n3r2ha3i3n2ir2of3i3n3u2ra3o2ud1u
ph1val3s2en2id3t2ol3q1xac3g3u2ce3i3l3u2ec3m3r2ha3o2ig3l3s2ot2pe3l3o3r2qu2te3r2ul0fabl3u2ce3i3t2ib2la2me3i2rc3f3i3o2sc2
ta3i2uc3t2ve3o1ebr2co2de2li2mm3u2nd2od2rm3o3v2st2ui3t2vr1ias2ce3t2de2gu2la3e3i3l3m3o3t2na3i2ol2rm2ss2xe1lai3m3s3t2ea3c
3u3x2oc3r2uc3i3v1oli2nd3g3t2rc3g3m3t2ss2ud3g3i3l3r1rag3i3n3p3y2eg3i3l3m3n3r2ia3c3s3v2oi3m3n3t2ui1ugi2it2re3i3t2si2tu0g
agn2la3e2mb2ra3d3n3r2ze3o1ean2la3u2nd3e3i3o3t2ol3m2ra3m2st2ys1ibi2cl2ra2vr1lac3i2is2ob3i3r1olf2mm2nf2rg3i2ud3f3l3p3r3t
1rad3f3i3n3p3t3v2en2if3l3m2og3n3t3u2ug3t3y1uep3r2id3m3t2st1ymn2ro0habi2ch2lt2me2ng3n2ri3m3p2sa1eli2ma2rb3i3m3o2si2ur1i
be3o2la2st2ve1oma3m3o2nn3o3t2rd3i3l3m3r2ul3s1ubl2il2ma3b3i3o2rl1ydr2gi2mn2pn0idyl1gno2ua1lli3u1mag2bi2it2me3o3u2pa3e3l
3o3r3u1nca3e3i3l3o2de3i3u2ed3p3x2fi3l3o3u2ge2ha3i2je3u2no2oc3n2sc3e3i3o3p3t3u2ta3e3i3r3u2ut2va3e3i3o1ron2ra3e3i1sol1vo
i2re0jagu2il2mb2nv2rd2ug3n2ve1eta3o2ud3n1oin2nc3g2ue3i3r2vi2ya3e1ubi2ge2ni2po2ri2st2te2ve0kaya1imo2os0labe3i3o2ce3t2gu
2in3s3t2mb3e3p2nc3g3t2pi2rg3m2ur2va3o1ect2ga3e3u2ss2tt2vi2xi2za1ias2be3r2ce3o2eg3v2ga3o3u2me3i3o3p2ne3g2on2qu2si3t2th3
i3t2vr1ogi2in3s2mb2te2ue3r3t3v2ya1ubi2ci3r2eu2gu2is2mi2na3d2ro2tt2xu0mach2ga3e3i2ig3l3n3r3s2jo2la3e3h3i3l2mm2nd3i3q3t3
u2ra3b3c3d3i3q3r3t2sc3s2te3i3r2ud3s3v2xi1ech3o2da3e3i3u2il2la3o2mb3o2na3e3h3s3t2rc3i3l2ss3u2ta3e3h3i2ub1iau2cr2et2gn3r
2li3l2mi2nc3e3i3o3u2ra3o2ss2xt1obi2de2el2nd3i3n3o3s3t3u2qu2rc3s3t2te3i2uc3f3l3s3t3v1ult2ni2ra3e3m2sc3e3i2ta3e3u1yri3t2
st2th0nage2pp2rq3r2ta3i3u2uf3t2vi1ebu2ct2fa2ga3l3o2ig2rv2tt2ur3t2ve1ich3k2tr2ve1obl2ci3t2ir3s2ma3b3m2rm2ta3i3o2ur3v2va
3e3i1uag3n2ir3s2me2pt2qu2tr0obei2je2li2sc3e3t2te3u1cca3u2ea2to3r3u2ul1deu2or1ffe3i3r1giv1ise3i1lfa2iv1mbr2et1nct2du2er
2ir1pal3q2er2in2po3r2te3i1rag3n2bi2do2ei2ga3u2if2ne2qu2ti1sci2mo2sa1tar1ura3s2ti3r2vr1vat1xyd3g1zon0pais2la3m3o3p2na3d
3g3i3n3o3t2pa3i3o3y2ra3c3e3f3l3o3r3s3t3u3v2ss3t2te3i3r2vi3o2ye3s1eig3n2la3i3l3o3u2nd3e3i3s3u2pi3l2rd3f3i3m3p3s3t2se2ta
3i3r2up1har2ob3q3t2ra2ys1ian2ct2ec3r3u2lo2nc2pe2qu2ro2sc3t2vo2xe2zz1lac3f3i3n3q3s3t2eu3x2ia2om3n2ui3m1och2es3t2in3r3s3
v2la3i3l3y2mm3p2nc3d3e2rt2si3s3t2ta3e3i2uc3l3m3r3s3v1rai3t2ec3d3f3l3n3s3t3v2im3n3s3v2ob3c3d3f3g3i3j3l3m3p3s3t3u3v2ud3n
1syc1ubl2ce2is2lp3s2na3i2pi2ri2zz1yra0quas2er3s2ie3t2ot0raci3o2di2go2id3s2le3l2ma2pi2sa2ti2va3i2yo1eac3g3l3n2ce3i3l3o3
r3u3y2di3o2fa3l3o3r3u2ga3i3l3u2it2je3o2la3e3i2ma3e3i3o3p3u2na3f3i3o3t3v2pl3o3r3t2qu2se3i3o3p3t3u2ta3e3i3o3r2un3s2va3i3
o3u1ich2de2eu2gi3o2nc2po2si3q2tu2va3i1och2ma3p2nc3d2se3i2ta3o3u2ug3i3l3t2ya1uba3i2ch2el2gu2in3s2se3t1yth0sabl3o3r2co2f
a2ge2is2la3i3o3u2me2nc3g2rc3d2tu2ug3m3t3v2va3o1cal3n2el3n3p2he2ie3n2or2ru2ul1ean2ca3h3o3r2da3u2ig2jo2le2ma3b3e3i2na3s3
t2pa2qu2re3g3i3r3u3v2sa2vi3r2xt1ide2ec3g2ff2gl3n2le3i2mp2nc3i2ph2ro2sm2tu1kie1oci3l2di2ig2ld3e3i3u2mb3m3n2nd3g3n3o2rc3
t2si2tt2uc3d3f3l3p3r3t3v1pac3t2ec2he2ir1tab3t2er2im3p2ri2ud3p2yl1ubl3s3t3v2cc3r2ff2gg2iv2lf2pe3p2rf3i3m3p3s3v2sp1yll2m
b3e2na3t2st0taba3l2ct2il2le3i3o2mb3i2ng2pi2qu2rd3i3t2ss2ta3o2up3r2xe1emo3p2na3d3e3i3s2rm3n3r2ti2xt1hem3o3r2or1ibi2ed2m
i2re3o2ss2ta3r3u1obo2le2ma2ni3n2po2rc3d3n3p3r3s3t2te2uc3r3s2xi1rac3f3g3h3i3n3v2ef3m3s3u2ia3b3c3l3o3p3t3v2om3n3p3u1uil2
li2mu2nn2rb2te3o2ya1ymp2ph3i2ra0ubue1lti3r1nan2if3o3q3t3v1ran2ba2ti1sag2in2ue3r1til2op0vaca3c2ga3u2il3n3s2la3i3l3v2mp2
ni2pe2ri2se3s3t1ect2de2ge2hi2in2lo2nd3e3g3i3t2rd3i3n3r3s3t2st2te3u2xa3e1iad3n2ct2da3e2gn3u2la3l2na2ol2pe2re3t3u2sa3e3i
3q3u2ta3e3i3r2va3i1oca2gu2il3s3t2la3c3t3u2ra3t2te2ul2ya3e0wago0xeno0yach0zebr2ni2st1ool
"""
ENGLISH = """
0aban2il2le2ou3v2se3o3t3u2us1cce3i3o3u2hi2id2ou2qu2ro2t3i3o3r3u1dap2d3i3r2ju2mi2ul2va3i1ero1ffa3o2ra1gai2e3n2re1hea1im
2r3p2sl1lar2bu2co2er2ie2l3e3o2mo2on2ph2re2so2te2wa1mat3z2on3u2us1nal2ch3i2ge3l3r2im2kl2no3u2ot2sw2te3i2xi2y1par2ol2pe3
l3r2ri1rch3t2ea3n2gu2m3e3o3y2ou2ra3e3i3o2t3e3i3w1sk2pe2sa3e3i3u2th1thl2om2ta3e3i3r1uct2di2gu2nt2th3o3u1ver2oc3i1wak3r3
y2es2fu2kw1xis0baby2ch3o2dg2g2la3c3l2mb2na3n2r3e3g3r2se3i3k2tt1eac3n3u2ca3o2ef2fo2gi2ha3i2li3o3t2nc3e2st2tr3t3w2yo1icy
2d2ke2nd2ol2rd3t2tt1lac3d3m3n3s2ea3s2in2oo3s3u2ue3r3s1oar3t2dy2il2mb2ne3u2ok3s2rd3i3r2ss2tt2un2x2y1rac3i3n3s3v2ea3e2ic
3d3e3g3n3s2oc3k3n3o3t3w2us1ubb2dd3g2ff2il2lb3k3l2nd3k2rd3g3s2s3i3y2tt2ye2zz0cabb3i3l2ct2ge2ke2ll3m2me3p2n3a3c3d3n3o3v3
y2pa3i3t2r3b3d3g3p3r3t2se3h3i3t3u2t3a3c3e3t2ug3s3t2ve1eil2le2me2ns3t2re3t1hai3l3m3n3o3p3r3s3t2ea3c3e3f3r3s2ic3e3l3m2oi
3o2ro2uc3n3r1iga2nn2rc2ti3y2vi1lai3p3r3w3y2ea3r3v2ic3e3f3m3n3p2oc3g3s3t3u3w2ub3m3s3t1oac3s2co2de2ff2il3n2ll3o3u2mb3e3f
3i3m3p2nc3d3f3g3n3s3t3v2ok3l2pp3y2ra3e3n3r2st2tt2uc3n3p3r3s2ve2yo1rac3d3f3m3n3s3t3w3z2ea3d3e3w2ic3m3s3t2op3s3u3w2uc3e3
i3m3n3s2y3s1ube2lt2p3b2ri3r3t3v2sh3t2te1ycl0dad2ma3p2nc3g2ri2sh2ug2wn2y1eal2ba3r2ca3e3i3l3o3r2er2fe3i3y2gr2la3i2ma3i2n
i3t3y2pa3e3o3t3u2ri2sc3e3i3k3p3t2ta3e2ve3i3o1iag3l3m3r2ce2es3t2ff2gi3n2le2nn3o2re3t2sa3c3e3h3m3o3p3t2ve3i3o2zz1oct3u2g
2ll3p2ma2na3k3o2or2se2ub2ve1raf3g3m3s3w2ea3s2if3l3n3p3v2op2um2y1uck2mb2ne2ri2st2tc3y1war1yna0eage3l2rl3n3t2si3t3y1cho2
ol3n1dge2it2uc1ffo1gg1igh2th1lbo2de2ec3g3m3p3v2it2se1mba3o3r2er2ot2pl3o3t1nab3c2d3l3o2em3r2fo2ga3i2ha2jo2li2ou2ri3o2su
2te3i3r2ve1pis1qua3i1ra3s2od3s2ro2up1sca2sa3e2ta1ter2hi1vid3l2ok3l1xac3m2ce3h3i3l3u2ec3r2ha3i2il3s3t2ot2pa3e3i3l3o3r2t
e3r1ye3b0fabr2ce3u2de2in3t2ll3s2me3i3o2n3c3t2rm2sh2t3a3h3i2ul2vo1eat2br2de2e3d3l2ma2nc2st2tc2ve2w1ibe2ct2el2gu2le3m3t2
na3d3e3g3i2re3m3s2sc3h2t3n2x1lag3m3s3t3v2ee2ig3p2oa3c3o3w2ui3s2y1oam2cu2g2il2ld3l2od3t2rc3e3g3k3t3u3w2ss3t2un2x1rag3m2
eq3s2ie3n2og3n3s3w3z2ui1uel2n3n2rn3y2tu0gadg2in2la3l2me2p2ra3b3d3l3m2s3p2te3h2ug2ze1ene3i3r3t3u2st1hos1ian2ft2gg2ng2ra
3l2ve1lad3n3r3s2id3m2ob3o3r3v3w2ue1oat2dd2ld2od3s2ri2sp3s2ve2wn1rab3c3i3n3p3s3v2ea3e2id3e3t2oc3u3w2un1uar2es2id3l3t2n1
ym0habi2ir2lf2mm3s2nd2pp2rb3d3s3v2t2ve2wk2za1ead3l3r3v2dg2ig2ll3m3p2n2ro1idd2gh2ll2nt2p2re2st1obb2ck2ld3e3i3l2me2ne2od
2pe2rn3r3s2sp3t2te2ur2ve1ub2ge2ma3b3o2nd3g3t2rd3r3t2sb1ybr0ice2on1dea3n2le1gno1ll3e3n1mag2it2me3u2pa3o3r3u1nch3l3o3r2d
e3i3o3u2fa3l3o2ha3e2it2je3u2ma2ne3o2pu2qu2sa3e3i3p3t2ta3e3o2ve3i3o1ron1sla2ol2su1tem1vor0jack2gu2r2zz1eal3n2ll2we1ob2i
n2ke2ur2y1udg2ic2mp2ng3i3k2st0kang1een3p2tc2y1ick2d3n2nd3g2ss2t3c3e3t2wi1nee2if2oc3w0lab3e3o2dd3y2ke2mp2ng2pt2rg2te3i2
ug3n2va2w3n3s2ye2zy1ead3f3r3v2ct2ft2g3a3e2is2mo2nd3g3s2op2ss2tt2ve1iar2be3r2ce2fe3t2gh2ke2mb3i2nk2on2qu2st2tt2ve2za1oa
d3n2bs2ca3k2gi2ne3g2op2tt2ud3n2ve2ya1uck2gg2mb2na3c2xu1yri0mach2d2gi3n2id3l3n2jo2ke2mm2n3a3d3g3s3u2pl2rb3c3g3i3k3r2sk3
s3t2tc3e3h3r3t2xi2ze1ead3n3s3t2ch2da3i2lo3t2mb3o2nt3u2rc3g3i3r2sh3s2ta3h1idd3n2lk3l2mi2nd3i3o3u2ra3r2se3s3t2x3e3t1obi2
de3i2m3e2ni3k3s3t2on2ra3e3n2sq2th3i3o2un3s2ve3i1uch2ff2le3t2sc3e3h3i3t2tu1yse3t2th0naiv2me2pk2rr2st2ti3u1ear2ck2ed2ga3
l2it2ph2rv2st2t3w2ut2ve2ws2xt1ice2gh1obl2is2mi2od2rm3t2se2ta3e3h3i2ve2w1ucl2mb2rs2t0oak1bey2je2li2sc3e2ta2vi1ccu2ea2to
1dor1ff3e3i2te1il1kay1ld2iv2ym1mit1nce2e2io2li3y1pen3r2in2po2ti1ran2bi2ch2de3i2ga2ie3g2ph1str1the1utd3e3p3s1val2en3r1w
n3e1xyg1yst1zon0pact2dd2ge2ir2la3m2nd3e3i3t2pe2ra3e3k3r3t2ss2tc3h3i3r3t2us2ve2ym1eac3n3r3s2li2n3a3c2op2pp2rf3m3s2t1hon
3t2ra2ys1ian2cn3t2ec2g3e2ll3o2nk2on2pe2st2tc2zz1lac3n3s3t3y2ea3d2uc3g3n1oem3t2in2la3e3i2nd3y2ol2pu2rt2si3s3t2ta3t2ve2w
d3e1rac3i2ed3f3p3s3t3v2ic3d3m3n3o3s3v3z2ob3c3d3f3g3j3m3o3p3s3t3u3v1ubl2dd2ll3p3s2mp2nc2pi3p2rc3i3p3s2sh2t2zz1yra0qual3
n3r2es2ic3t3z2ot0rabb2cc3e3k2da3i2il3n3s2ll2mp2nc3d3g2pi2re2te3h2ve2w2zo1ead3l3s2be3u2ca3e3i3o3y2du2fl3o3u2gi3r3u2je2l
a3e3i3y2ma3e3i3o2nd3e3t2op2pa3e3l3o2qu2sc3e3i3o3p3u2ti3r3u2un2ve3i2wa1hyt1ib3b2ce3h2de3g2fl2gh3i2ng2ot2pp2sk2tu2va3e1o
ad3s2bo3u2ck2ma2of3k3m2se2ta2ug3n3t2ya1ubb2de2g2le2n3w2ra0sad3d3n2fe2il2la3m3o3t3u2me3p2nd2ti3o2uc3s2ve2y1cal3n3r3t2en
2he3o2ie3s2or3u2ra3e3i3u1ea3r3s3t2co3r3t3u2ed3k2gm2le3l2mi2ni3s3t2ri3v2ss2tt3u2ve1had3f3l3r2ed3l3r2ie3f3n3p3v2oc3e3o3p
3r3u3v2ri3u2uf2y1ibl2ck2de2eg2gh3n2le3k3l3v2mi3p2nc3g2re2st2tu2x2ze1kat2et2i3l3n3r2ul1lab3m2ee3n2ic3d3g3m2og3t3w2us1ma
l3r2il2ok3o1nac3k3p2if2ow1oap2cc3i3k2da2ft2la3d3i3u3v2me2ng2on2rr3t2ul3n3p3r3t1pac3r3t3w2ea3c3e3l3n2he2ic3d3k3n3r2li2o
i3n3o3r3t2ra3e3i2y1qua3e3i1tab3d3f3g3i3m3n3r3t3y2ea3e3m3p3r2ic3l3n2oc3m3n3o3r3v2ra3e3i3o3u2ud3f3m2yl1ubj3m3w2cc3h2dd2f
f2ga3g2it2mm2n3n3s2pe3p3r2re3f3g3p3r3v2sp3t1wal3m3p3r2ea3e2if3m3n3t2or1ymb3p2ru2st0tabl2ck2g2il2le3k2nk2pe2rg2sk3t2tt2
xi1eac3m2ll2n3a3n3t2rm2st2xt1han3t2em3n3o3r3y2in3s2ou2re3i3o2um3n1ick2de2ge2lt2mb3e2ny2p2re2ss2tl1oas2ba2da3d2e2ge2il2
ke2ma3o2ne3g3i2ol3t2p3i3p2rc3n3t2ss2ta2ur2wa3e3n2y1rac3d3f3g3i3n3p3s3v3y2ea3e3n2ia3b3c3g3m3p2op3u2uc3e3l3m3s3t2y1ube2i
t2mb2na3n2rk3n3t1wel3n2ic3n3s2o1ype3i0ugly1mbr1nab3w2cl3o2de3o2fa3o2ha2if3q3t3v2kn2lo2ti2us2ve1pda2gr2ho2on2pe2se1rba2
ge1sag2e3d3f3l2ua1til0vaca3u2gu2li3l3v2n3i2po2ri2st2ul1ehi2lv2nd3t3u2rb3i3s3y2ss2te1iab2br2ci3t2de2ew2ll2nt2ol2rt3u2sa
3i3u2ta2vi1oca2ic3d2lc3u2te2ya0wage3o2it2lk3l3n2nt2rf3m3r2sh3p3t2te2ve2y1eal3p3r3s3t2b2dd2ek2ir2lc2st2t1hal3t2ea3e3n3r
2ip3s1ide3t2fe2ld3l2n3d3e3g3k3n3t2re2sd3e3h2tn1olf2ma2nd2od3l2rd3k3l3r3t1rap2ec3s2is3t2on0yard1ear2ll1ou3n3t0zebr2ro1o
ne2o
"""

if __name__ == "__main__":
    sys.exit(main())
