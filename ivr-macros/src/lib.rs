//! The compiler behind `ivr::phone_tree!`.
