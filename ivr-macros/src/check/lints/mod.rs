//! Matters of taste: few, each worth reading, each waived by a reason.
