// std::io::Read::read_exact over TcpStream of Rust 1.95 (documented: after an error the contents of the buffer are unspecified)
// data.no-loss-partial
// prints: read_exact of 2 after 1 byte came in time: Err(WouldBlock); after 3 more: "bc", and "a" is lost
// should: the next read begins with what had come ("ab"), or refuses to read on
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut reader = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let mut writer = listener.accept().unwrap().0;
    reader.set_read_timeout(Some(Duration::from_millis(150))).unwrap();

    writer.write_all(b"a").unwrap();
    let timed_out = reader.read_exact(&mut [0; 2]).map_err(|error| error.kind());
    writer.write_all(b"bcd").unwrap();
    let mut next = [0; 2];
    reader.read_exact(&mut next).unwrap();
    println!(
        "read_exact of 2 after 1 byte came in time: {:?}; after 3 more: {:?}, and \"a\" is lost",
        timed_out,
        std::str::from_utf8(&next).unwrap(),
    );
}
