//! No reader may ask for a great piece of memory at once because the bytes say so.

use std::alloc::{GlobalAlloc, Layout, System};

/// Far more than any reader needs for the few kilobytes that it gets here; some buffers of the library are as
/// large as the largest line they may meet.
const AT_ONCE_MAX: usize = 400 * 1024 * 1024;

struct Limited;

#[global_allocator]
static LIMITED: Limited = Limited;

// SAFETY: everything is passed on to the system's allocator; what is too large ends the process.
unsafe impl GlobalAlloc for Limited {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        check(size);
        unsafe { System.realloc(at, layout, size) }
    }
}

fn check(bytes: usize) {
    if bytes > AT_ONCE_MAX {
        eprintln!("{bytes} bytes asked for at once");
        std::process::abort();
    }
}
