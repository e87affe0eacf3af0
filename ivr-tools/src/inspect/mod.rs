//! Views of a tree: pictures, the script for the voice talent, its paths, and its changes.

// The edges of a tree, its hours and its prompts.
pub(crate) mod graph;
pub(crate) mod hours;
pub(crate) mod spoken;

pub mod picture;

pub mod diff;
pub mod fallback;
pub(crate) mod lock;
pub mod paths;
pub mod script;
pub mod tools;
