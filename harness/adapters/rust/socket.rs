//! What a wrapper in Rust implements; what it leaves out is unsupported. Its file also has
//! `pub fn open(kind: &str) -> Result<Box<dyn Socket>>`, where the kind is `tcp`, or `ipv6` if it declares that, and
//! `pub const HELLO: &str`, what `hello` says of it: `name=mine version=1 features=peek variants=zero=error`.
#![allow(unused_variables)]
use std::io::{Error, ErrorKind, Result};
use std::net::{Shutdown, SocketAddr};
use std::time::Duration;

pub trait Socket: Send + Sync {
    fn set_nonblocking(&self, flag: bool) -> Result<()> { lacking() }
    fn nonblocking(&self) -> Result<bool> { lacking() }
    fn set_timeout(&self, timeout: Option<Duration>) -> Result<()> { lacking() }
    fn timeout(&self) -> Result<Option<Duration>> { lacking() }
    fn bind(&self, address: SocketAddr) -> Result<()> { lacking() }
    fn listen(&self, backlog: Option<u32>) -> Result<()> { lacking() }
    fn accept(&self) -> Result<(Box<dyn Socket>, SocketAddr)> { lacking() }
    fn connect(&self, address: SocketAddr) -> Result<()> { lacking() }
    fn send(&self, bytes: &[u8]) -> Result<usize> { lacking() }
    fn send_all(&self, bytes: &[u8]) -> Result<()> { lacking() }
    fn recv(&self, bytes: &mut [u8]) -> Result<usize> { lacking() }
    fn shutdown(&self, how: Shutdown) -> Result<()> { lacking() }
    fn close(&self) -> Result<()> { lacking() }
    fn local_addr(&self) -> Result<SocketAddr> { lacking() }
    fn peer_addr(&self) -> Result<SocketAddr> { lacking() }
    // Behind the features peek, readexact and dup:
    fn peek(&self, bytes: &mut [u8]) -> Result<usize> { lacking() }
    fn read_exact(&self, bytes: &mut [u8]) -> Result<()> { lacking() }
    fn try_clone(&self) -> Result<Box<dyn Socket>> { lacking() }
}

fn lacking<T>() -> Result<T> {
    Err(Error::new(ErrorKind::Unsupported, "the wrapper has no such method"))
}
