//! The server, asked in process: contracts, load, safety, the library over HTTP.

mod asking;
mod bits;
mod library;
mod load;
mod safety;
