#!/usr/bin/env bash
# What each file system keeps, as the probe of `drives add` finds it: rows for the table in docs/platforms.md.
# Needs root and loop devices; installs what makes and mounts the file systems. Outside of CI.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt-get install -y -q --no-install-recommends xfsprogs btrfs-progs exfatprogs exfat-fuse ntfs-3g dosfstools >/dev/null
fi
version() { dpkg-query -W -f='${Version}' "$1" 2>/dev/null || echo unknown; }
printf '| file system | with | times in steps of | years | does not keep | took |\n|---|---|---|---|---|---|\n'
rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
REFUGE_PLACES=$rows cargo test --quiet --test it -- --exact keeps::what_real_file_systems_keep_is_found_within_a_second >&2
while read -r kind took row; do
    case $kind in
        ExFat) with="exfat-fuse $(version exfat-fuse)" ;;
        Ntfs) with="ntfs-3g $(version ntfs-3g)" ;;
        *) with="Linux $(uname -r | cut -d. -f1,2)" ;;
    esac
    python3 - "$kind" "$with" "$took ms" "$row" <<'PY'
import json, sys
kind, used, took, row = sys.argv[1:]
keeps = json.loads(row)
step = keeps["time_step_ns"]
step = f"{step // 10**9} s" if step >= 10**9 else f"{step // 10**6} ms" if step >= 10**6 else f"{step} ns"
first, last = keeps["years"]
print(f"| {kind} | {used} | {step} | {first} to {last} | {', '.join(keeps['lacks']) or 'nothing'} | {took} |")
PY
done <"$rows"
