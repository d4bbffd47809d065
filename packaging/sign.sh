#!/bin/bash
# Signs a program or an MSI for Windows in place. Usage: sign.sh FILE
#
# REFUGE_CERTIFICATE and REFUGE_SIGNING_KEY name PEM files (the tests make their own); for a key that never
# leaves its hardware REFUGE_SIGNING_WITH holds the words for osslsigncode instead (docs/release.md).
# Without either nothing is signed, and that is said.
set -euo pipefail
file=${1:?the file to sign}
if [ -n "${REFUGE_SIGNING_WITH:-}" ]; then
    read -r -a with <<<"$REFUGE_SIGNING_WITH"
elif [ -n "${REFUGE_CERTIFICATE:-}" ]; then
    with=(-certs "$REFUGE_CERTIFICATE" -key "${REFUGE_SIGNING_KEY:?the key of the certificate}")
else
    printf 'NOT SIGNED: %s (docs/release.md)\n' "${file##*/}"
    exit 0
fi
time_stamp=()
[ -z "${REFUGE_TIMESTAMP_URL:-}" ] || time_stamp=(-ts "$REFUGE_TIMESTAMP_URL")
# The length is made a multiple of 8 first, so that the signature can be taken off byte for byte.
if [ "${file##*.}" = exe ]; then
    over=$(($(stat -c %s "$file") % 8))
    [ "$over" -eq 0 ] || head -c $((8 - over)) /dev/zero >>"$file"
fi
osslsigncode sign "${with[@]}" "${time_stamp[@]}" -h sha256 -n refuge -in "$file" -out "$file.signed" >/dev/null
mv "$file.signed" "$file"
printf 'signed: %s\n' "${file##*/}"
