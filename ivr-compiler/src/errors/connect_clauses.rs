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
//~                             ^^^^^^^ `connect` needs a `time_limit`
//~                             help: add `, time_limit 4min` before `match`
//~                             ^^^^^^^ the type of the agent's result is missing
//~                             help: add `, result Billing` before `match`, an enum of yours that serde reads
            }
            "#,
        );
        check_diagnostics(
            r#"
            pub tree Line {
                start Billing;
                state Billing { connect "wss://agent.example/", time_limit 1min, result Billing match { failed => end } }
//~                             ^^^^^^^ no arm handles the result of the agent
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
//~                               ^^^^^^ a stream has no result
//~                               help: remove `result`, and use `match` in the next state
                state B { connect stream "wss://agent.example/", time_limit 1min match { Resolved => end } }
//~                                                                                      ^^^^^^^^ the only outcome of `connect stream` is `answered`
//~                                                                                      help: write `answered`
//~                                                                                      note: the next state can ask Rust for the result with `match`
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
//~                                                                                          ^ `n` is passed twice
//~                                                                                          help: remove one of them
                state B { connect "wss://agent.example/", time_limit 1min, give { time_limit: 3 }, result Billing match { Resolved => A, failed => end } }
//~                                                                               ^^^^^^^^^^ the agent always receives `time_limit`
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
//~                       ^^^^^^^ state `A` does not handle `failed`
//~                       note: `_` takes the other results, and `failed` a session without one
//~                       help: add the arm `failed => end`
                state B { connect "ws://agent.example/", time_limit 1min, result Billing match { Resolved => C, failed => C } }
//~                               ^^^^^^^^^^^^^^^^^^^^^ the URL of an agent must use `wss`
//~                               help: begin it with `wss://` and a host
                state C { connect "wss://agent.example/", time_limit 1min, result Billing match { Resolved => end, answered => end, failed => end } }
//~                                                                                                                ^^^^^^^^ an agent returns a result: write an arm for each of its values
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
