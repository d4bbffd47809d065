//! A few threads that work through a list in its order.

use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::error::Result;
use crate::event::Observer;

/// Enough to keep a drive busy while checksums are computed; more would make a disk seek.
const THREADS_MAX: usize = 3;

/// Calls `work` for every item, on a few threads that take items in order, and returns the results
/// in order. Each thread has a tool of its own, made by `tool`.
///
/// # Errors
/// The first error of `tool` or `work`; `Interrupted` when the person asks to stop.
pub(super) fn in_order<I: Sync, T: Send, W>(
    items: &[I],
    observer: &dyn Observer,
    tool: impl Fn() -> Result<W> + Sync,
    work: impl Fn(&mut W, &I) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let one_thread = || -> Result<Vec<(usize, T)>> {
        let mut tool = tool()?;
        let mut done = Vec::new();
        while !failed.load(Ordering::Relaxed) {
            observer.check()?;
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { break };
            done.push((number, work(&mut tool, item)?));
        }
        Ok(done)
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(THREADS_MAX);
    let results: Vec<Result<Vec<(usize, T)>>> = std::thread::scope(|scope| {
        let watched = || {
            let result = one_thread();
            failed.fetch_or(result.is_err(), Ordering::Relaxed);
            result
        };
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(watched)).collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        running.into_iter().map(join).collect()
    });
    let mut all = Vec::with_capacity(items.len());
    for result in results {
        all.extend(result?);
    }
    all.sort_by_key(|(number, _)| *number);
    Ok(all.into_iter().map(|(_, result)| result).collect())
}
