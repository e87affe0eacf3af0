//! Values as they are spoken and entered.
