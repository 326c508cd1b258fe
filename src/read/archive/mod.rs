//! Archives: what is inside decides.

pub(crate) mod bounded;

#[cfg(test)]
pub(in crate::read) mod hostile;
