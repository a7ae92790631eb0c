// std::net::TcpStream of Rust 1.95: there is no socket before it is connected, to be bound or set to non-blocking mode
// nb.connect.in-progress, endpoint.connect-keeps-bind
// prints: connect_timeout of 0: Err(InvalidInput); of 0.5 s: Err(TimedOut) after 0.5 s, and the attempt is given up
// should: begin the attempt, answer at once that it is in progress, and let it be asked for later
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let wait = Duration::from_millis(500);
    // Until the queue of the listener is full, so that a further attempt stays pending.
    let mut kept = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, wait) {
        kept.push(stream);
    }
    let none = TcpStream::connect_timeout(&address, Duration::ZERO).map_err(|error| error.kind());
    let began = Instant::now();
    let some = TcpStream::connect_timeout(&address, wait).map_err(|error| error.kind());
    println!(
        "connect_timeout of 0: {:?}; of 0.5 s: {:?} after {:.1} s, and the attempt is given up",
        none.map(drop),
        some.map(drop),
        began.elapsed().as_secs_f64(),
    );
}
