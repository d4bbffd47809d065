#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| refuge_fuzz::inventory(bytes));
