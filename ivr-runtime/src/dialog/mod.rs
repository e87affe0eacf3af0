//! The dialog layer: a tree, the data of a call, and its steps. It has no carrier, no HTTP and no clock.

// The interface of generated code.
pub mod tree;

// The data of a call, and values as they are spoken and entered.
mod answer;
pub mod data;
mod offer;
mod places;
mod told;

// The values of `after call`.
pub mod after;
pub mod speak;

// One step of a call.
pub mod call;
