#!/bin/sh
# Builds Rust's standard library for Windows from Debian's own source package, once, and lays it out so
# that plain cargo can use it afterwards. Usage: sysroot.sh FOLDER
#
# The one unstable flag is needed here and nowhere else. Made again only when the compiler, the source or
# this script changes; what was built with the former one is then of no use.
set -eu
folder=$1
triple=x86_64-pc-windows-gnu
stamp="$(/usr/bin/rustc -vV | tr '\n' ' ') $(dpkg-query -W -f '${Version}' rust-web-src) $(cksum <"$0")"
[ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ] && exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/empty/src"
printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[profile.release]\ndebug = 1\n' >"$work/empty/Cargo.toml"
: >"$work/empty/src/lib.rs"
# The crate that ends the program at a panic must itself be compiled so.
cat >"$work/compiler" <<'W'
#!/bin/sh
case " $* " in
*" --crate-name panic_abort "*) exec "$@" -C panic=abort ;;
*) exec "$@" ;;
esac
W
chmod +x "$work/compiler"
cd "$work/empty"
env -u RUSTUP_TOOLCHAIN RUSTC=/usr/bin/rustc RUSTC_WRAPPER="$work/compiler" RUSTC_BOOTSTRAP=1 \
    CARGO_TARGET_DIR="$work/target" RUSTFLAGS='-Cembed-bitcode=yes --remap-path-prefix=/usr/src=/rustc' \
    /usr/bin/cargo build --quiet --release --target $triple \
    -Zbuild-std=std,panic_unwind,panic_abort,proc_macro,test
rm -rf "$folder"
libraries=$folder/lib/rustlib/$triple/lib
mkdir -p "$libraries"
find "$work/target/$triple/release" -name 'lib*.rlib' ! -name 'libempty*' -exec cp -n {} "$libraries/" \;
# Build scripts do not use it, but the compiler expects the host's half beside it.
ln -s /usr/lib/rustlib/x86_64-unknown-linux-gnu "$folder/lib/rustlib/x86_64-unknown-linux-gnu"
printf %s "$stamp" >"$folder/stamp"
