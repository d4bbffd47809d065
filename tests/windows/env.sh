# Settings for building for Windows and running under Wine; sourced by the scripts beside it.
# Everything made lies below REFUGE_WINDOWS, outside the checkout, so that a second run is quick.
REFUGE_WINDOWS=${REFUGE_WINDOWS:-${XDG_CACHE_HOME:-$HOME/.cache}/refuge-ci-windows}
sysroot=$REFUGE_WINDOWS/sysroot
windows_target=$REFUGE_WINDOWS/target
light=$REFUGE_WINDOWS/light.toml
exe=$windows_target/x86_64-pc-windows-gnu/debug/refuge.exe

# Debian's compiler, with the standard library built from Debian's own source of the same version.
# Nothing unstable is used for the program itself.
for_windows() {
    env -u RUSTUP_TOOLCHAIN -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS \
        RUSTC=/usr/bin/rustc CARGO_TARGET_DIR="$windows_target" CARGO_INCREMENTAL=0 \
        CARGO_BUILD_TARGET=x86_64-pc-windows-gnu \
        CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc-win32 \
        CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS="--sysroot $sysroot" \
        CC_x86_64_pc_windows_gnu=x86_64-w64-mingw32-gcc-win32 \
        AR_x86_64_pc_windows_gnu=x86_64-w64-mingw32-ar \
        nice -n "${REFUGE_WINDOWS_NICE:-0}" /usr/bin/cargo --config "$light" "$@"
}

# A third of the time of the usual profile: only what seals, hashes and compresses is optimised.
write_light_profile() {
    local name version
    {
        printf '[profile.dev]\nopt-level = 0\ndebug = false\n'
        printf '[profile.dev.package."*"]\nopt-level = 0\ndebug = false\n'
        for name in scrypt salsa20 sha2 sha3 keccak blake3 curve25519-dalek ml-kem chacha20 \
            chacha20poly1305 poly1305 zstd-sys libsqlite3-sys reed-solomon-simd mincdc zstd \
            zstd-safe hmac pbkdf2 digest generic-array block-buffer cipher; do
            for version in $(grep -A1 "^name = \"$name\"\$" Cargo.lock | sed -n 's/^version = "\(.*\)"/\1/p'); do
                printf '[profile.dev.package."%s@%s"]\nopt-level = 2\ndebug = false\n' "$name" "$version"
            done
        done
    } >"$light.new"
    cmp -s "$light.new" "$light" && rm "$light.new" || mv "$light.new" "$light"
}
