//! The dialog layer: a tree, the data of a call, and its steps. It has no carrier, no HTTP and no clock.

// The contract with generated code.
pub mod tree;

// What a call keeps, and values as they are spoken and entered.
mod answer;
pub mod data;
mod offer;
mod places;
mod told;

// What is told after a call.
pub mod after;
pub mod speak;

// One step of a call.
pub mod call;
