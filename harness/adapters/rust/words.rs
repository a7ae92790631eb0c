//! The words of the protocol and what they stand for.
use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::time::Duration;

/// By number what Rust has no kind for, or has had none for long; of Linux, then of macOS.
pub fn status_of(error: &Error) -> &'static str {
    use ErrorKind::*;
    match (error.raw_os_error(), error.kind()) {
        (Some(9), _) => "closed",
        (Some(106 | 56), _) => "already-connected",
        (Some(114 | 115 | 36 | 37), _) => "in-progress",
        (_, WouldBlock) => "would-block",
        (_, TimedOut) => "timeout",
        (_, ConnectionRefused) => "refused",
        (_, ConnectionReset | ConnectionAborted) => "reset",
        (_, BrokenPipe) => "broken-pipe",
        (_, NotConnected) => "not-connected",
        (_, AddrInUse) => "in-use",
        (_, InvalidInput) => "invalid",
        (_, Unsupported) => "unsupported",
        _ => "error",
    }
}

pub fn invalid<T>(_: T) -> Error {
    Error::new(ErrorKind::InvalidInput, "no such handle, or words that cannot be read")
}

pub fn timeout_of(word: &str) -> Result<Option<Duration>> {
    let seconds: f64 = word.replace("none", "0").parse().map_err(invalid)?;
    let held = (0.0..1.8e19).contains(&seconds); // by a Duration, which knows no other times
    if held { Ok(Some(Duration::from_secs_f64(seconds)).filter(|_| word != "none")) } else { Err(invalid(())) }
}

pub fn bytes_of(word: &str) -> Result<Vec<u8>> {
    let value = |digit: u8| (digit as char).to_digit(16).map(|value| value as u8).ok_or_else(|| invalid(()));
    word.trim_matches('-').as_bytes().chunks(2).map(|pair| Ok(value(pair[0])? << 4 | value(pair[1])?)).collect()
}

pub fn words_of(bytes: &[u8]) -> String {
    let digit = |value: u8| b"0123456789abcdef"[value as usize] as char;
    let digits = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    if bytes.is_empty() { "-".into() } else { digits.collect() }
}

pub fn place_of(host: &str, port: &str) -> Result<SocketAddr> {
    Ok(SocketAddr::new(host.parse().map_err(invalid)?, port.parse().map_err(invalid)?))
}
