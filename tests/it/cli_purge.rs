//! Forgetting on the command line: register, holds, plan, purge, queue, negative tests.
