//! # connect_clauses
//!
//! A clause of `connect` is missing. Without a time limit and a result, an agent would not return the caller to the
//! tree.
//!
//! ```text
//! start Billing;
//! state Billing { connect "wss://agent.example/billing", result Outcome match { Resolved => Bye, failed => Bye } }
//! state Bye { say "Goodbye."; hangup; }
//! ```
//!
//! Both clauses are required. An agent that receives audio (`connect stream`) returns nothing and has no `result`:
//!
//! ```text
//! start Billing;
//! state Billing {
//!     connect "wss://agent.example/billing", time_limit 4min, result Outcome match { Resolved => Bye, failed => Bye }
//! }
//! state Bye { say "Goodbye."; hangup; }
//! ```

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn an_agent_without_a_limit_or_a_result() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Billing;
                state Billing { connect "wss://agent.example/" match { failed => end } }
//~                             ^^^^^^^ nothing says how long the agent may take
//~                             help: add `, time_limit 4min` before `match`
//~                             ^^^^^^^ nothing says what the agent hands back
//~                             help: add `, result Billing` before `match`, an enum of yours that serde reads
            }
            "#,
        );
        check_diagnostics(
            r#"
            pub tree Line {
                start Billing;
                state Billing { connect "wss://agent.example/", time_limit 1min, result Billing match { failed => end } }
//~                             ^^^^^^^ no arm takes what the agent hands back
//~                             help: name the values of its type
            }
            "#,
        );
    }

    #[test]
    fn a_stream_hands_nothing_back() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A { connect stream "wss://agent.example/", time_limit 1min, result Billing match { Resolved => B } }
//~                               ^^^^^^ a stream is audio, and hands no result back
//~                               help: leave out `result`, and ask Rust in the next state
                state B { connect stream "wss://agent.example/", time_limit 1min match { Resolved => end } }
//~                       ^^^^^^^ a stream comes back with no value
//~                       help: name `answered`, and ask Rust in the next state
            }
            "#,
        );
    }

    #[test]
    fn values_are_given_once_and_the_limit_is_given_anyway() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                data { n: u8 = 0 }
                state A { connect "wss://agent.example/", time_limit 1min, give { n: call.n, n: call.n }, result Billing match { Resolved => B, failed => B } }
//~                                                                                          ^ `n` is given twice
//~                                                                                          help: remove one of them
                state B { connect "wss://agent.example/", time_limit 1min, give { time_limit: 3 }, result Billing match { Resolved => A, failed => end } }
//~                                                                               ^^^^^^^^^^ the agent is told `time_limit` in any case
//~                                                                               help: remove it
            }
            "#,
        );
    }

    #[test]
    fn an_agent_that_fails_needs_an_arm_and_hands_back_no_answer() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A { connect "wss://agent.example/", time_limit 1min, result Billing match { Resolved => B } }
//~                       ^^^^^^^ state `A` does not say what happens on `failed`
//~                       help: add the arm `failed => end`
                state B { connect "ws://agent.example/", time_limit 1min, result Billing match { Resolved => C, failed => C } }
//~                               ^^^^^^^^^^^^^^^^^^^^^ an agent is reached over `wss`
//~                               help: begin it with `wss://` and a host
                state C { connect "wss://agent.example/", time_limit 1min, result Billing match { Resolved => end, answered => end, failed => end } }
//~                                                                                                                ^^^^^^^^ an agent hands a result back, and each value of it has its arm
//~                                                                                                                help: remove it
            }
            "#,
        );
    }

    #[test]
    fn an_agent_and_a_stream_that_come_back() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                data { account: String = String::new() }
                state A {
                    connect "wss://agent.example/", time_limit 4min, give { account: call.account, from: 1 + 2 }, result agents::Billing
                    match { Resolved | Closed => B, NeedsPerson { reason } if reason.is_empty() => { set account = reason; } then B, NeedsPerson { .. } => B, failed => B }
                }
                state B { connect stream "wss://agent.example/", time_limit 10s match { answered => end } }
            }
            "#,
        );
    }
}
