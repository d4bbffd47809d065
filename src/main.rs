//! The program: exit code of the face, nothing else.

fn main() {}
