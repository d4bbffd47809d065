#!/bin/bash
# The whole program, checked by the compiler for macOS. Nothing is linked or run: what that needs comes
# only with Apple's tools. The C files of the crates are passed over: a check uses none of their code.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/windows/env.sh
fake=$REFUGE_WINDOWS/no-compiler
mkdir -p "$fake"
cat >"$fake/cc" <<'CC'
#!/bin/sh
# Answers what build scripts ask of a compiler, and makes each object it is asked for, empty.
out=
while [ $# -gt 0 ]; do
    case $1 in
    -o) shift; out=$1 ;;
    -E) exec cc -E -x c "$@" ;;
    esac
    shift
done
[ -z "$out" ] || : >"$out"
CC
cat >"$fake/ar" <<'AR'
#!/bin/sh
for word in "$@"; do case $word in *.a) : >"$word" ;; esac; done
AR
chmod +x "$fake/cc" "$fake/ar"
cd "$source_copy"
code=0
env -u RUSTUP_TOOLCHAIN -u RUSTFLAGS RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_INCREMENTAL=0 \
    CARGO_TARGET_DIR="$target" CC_aarch64_apple_darwin="$fake/cc" AR_aarch64_apple_darwin="$fake/ar" \
    CRATE_CC_NO_DEFAULTS=1 nice -n "${REFUGE_WINDOWS_NICE:-0}" /usr/bin/cargo --config "$light" check \
    --locked --quiet --target aarch64-apple-darwin -Zbuild-std=std,panic_unwind,proc_macro \
    </dev/null >"$REFUGE_WINDOWS/macos.log" 2>&1 || code=$?
if [ "$code" -ne 0 ]; then
    tail -n 40 "$REFUGE_WINDOWS/macos.log"
    exit 1
fi
grep -c '^warning' "$REFUGE_WINDOWS/macos.log" >/dev/null && tail -n 20 "$REFUGE_WINDOWS/macos.log"
printf 'macOS: the whole program passes the compiler (aarch64); nothing was run\n'
