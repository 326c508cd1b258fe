//! The program as a process: what a user does with it, and the gate.

mod gate;
mod panel;
mod program;
mod runs;
