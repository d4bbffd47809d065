# Settings for building for Windows and for running that under Wine; sourced by the scripts beside it.
#
# What is made lies outside the checkout, so that a second run is quick, and where an ordinary user can
# read it: tests run as one, for to root nothing is read-only.
if [ -z "${REFUGE_WINDOWS:-}" ]; then
    if [ "$(id -u)" -eq 0 ]; then
        REFUGE_WINDOWS=/var/cache/refuge-ci-windows
    else
        REFUGE_WINDOWS=${XDG_CACHE_HOME:-$HOME/.cache}/refuge-ci-windows
    fi
fi
sysroot=$REFUGE_WINDOWS/sysroot
target=$REFUGE_WINDOWS/target
# A copy of the sources: the tests know their folder by name, and what did not change keeps its date.
source_copy=$REFUGE_WINDOWS/source
light=$REFUGE_WINDOWS/light.toml
built=$target/x86_64-pc-windows-gnu/debug
exe=$built/refuge.exe
scratch=$REFUGE_WINDOWS/scratch

export WINEPREFIX=$REFUGE_WINDOWS/prefix WINEDEBUG=${WINEDEBUG:--all}
# A window that asks for Mono or Gecko would wait for ever.
export WINEDLLOVERRIDES='mscoree=;mshtml='

# Debian's compiler, with the standard library built from Debian's own source of the same version.
# Nothing unstable is used for the program itself.
for_windows() (
    cd "$source_copy"
    env -u RUSTUP_TOOLCHAIN -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS RUSTC=/usr/bin/rustc \
        CARGO_TARGET_DIR="$target" CARGO_INCREMENTAL=0 CARGO_BUILD_TARGET=x86_64-pc-windows-gnu \
        CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc-win32 \
        CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS="--sysroot $sysroot" \
        CC_x86_64_pc_windows_gnu=x86_64-w64-mingw32-gcc-win32 \
        AR_x86_64_pc_windows_gnu=x86_64-w64-mingw32-ar \
        nice -n "${REFUGE_WINDOWS_NICE:-0}" /usr/bin/cargo --config "$light" "$@"
)

copy_sources() {
    mkdir -p "$source_copy"
    # By content: a fresh clone has new dates everywhere.
    rsync -rlc --delete --exclude /target --exclude /.git ./ "$source_copy/"
}

# A third of the time of the usual profile: only what seals, hashes and compresses is optimised. What Cargo.toml
# names itself must not be named twice.
write_light_profile() {
    local name version
    {
        printf '[profile.dev]\nopt-level = 0\ndebug = false\n'
        for name in sha3 ml-kem libsqlite3-sys digest generic-array block-buffer cipher; do
            for version in $(grep -A1 "^name = \"$name\"\$" Cargo.lock |
                sed -n 's/^version = "\(.*\)"/\1/p'); do
                printf '[profile.dev.package."%s@%s"]\n' "$name" "$version"
                printf 'opt-level = 2\ndebug = false\n'
            done
        done
    } >"$light.new"
    if cmp -s "$light.new" "$light"; then rm "$light.new"; else mv "$light.new" "$light"; fi
}

# As an ordinary user, where this one is root.
as_person() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$REFUGE_WINDOWS/person" \
            USER=nobody LOGNAME=nobody LC_ALL="${LC_ALL:-C.UTF-8}" XDG_RUNTIME_DIR= DISPLAY= "$@"
    else
        env LC_ALL="${LC_ALL:-C.UTF-8}" DISPLAY= "$@"
    fi
}

for_person() {
    mkdir -p "$@"
    if [ "$(id -u)" -eq 0 ]; then chown -R 65534:65534 "$@"; fi
}
