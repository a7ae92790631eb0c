//! Hosts a wrapper in Rust, the module `wrapper`, and speaks wouldblock/1 (PROTOCOL.md, one folder up).
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Result, Write};
use std::net::{Shutdown, SocketAddr};
use std::os::unix::io::{AsRawFd, FromRawFd};
use std::sync::{mpsc, Arc, Mutex};
use std::time::{Duration, Instant};
mod socket;
mod words;
mod wrapper;
use socket::Socket;
use words::*;

extern "C" {
    fn dup(from: i32) -> i32;
    fn dup2(from: i32, to: i32) -> i32;
}

/// Those from accept on may wait, and are announced.
const OPERATIONS: &str = "setblocking getblocking settimeout gettimeout bind listen shutdown close sockname peername \
    dup accept connect send sendall recv peek readexact";

struct Host {
    replies: Mutex<File>,
    sockets: Mutex<(usize, HashMap<String, Arc<dyn Socket>>)>, // and how many were ever handed out
}

impl Host {
    fn say(&self, line: String) {
        self.replies.lock().unwrap().write_all(line.as_bytes()).unwrap() // whole lines, from whatever thread
    }

    fn keep(&self, made: Box<dyn Socket>) -> String {
        let (count, sockets) = &mut *self.sockets.lock().unwrap();
        *count += 1;
        sockets.insert(format!("s{}", count), Arc::from(made));
        format!("s{}", count)
    }

    /// Makes the native call, takes the time of that alone, and answers the words of an ok.
    fn call(&self, op: &str, words: &[&str], took: &mut Duration) -> Result<String> {
        macro_rules! timed {
            ($call:expr) => {{
                let began = Instant::now();
                let result = $call;
                *took = began.elapsed();
                result?
            }};
        }
        let word = |at: usize| words.get(at).copied().unwrap_or("");
        let done = |_: ()| String::new();
        let named = |at: SocketAddr| format!("{} {}", at.ip(), at.port());
        if op == "open" { return Ok(self.keep(timed!(wrapper::open(words.first().unwrap_or(&"tcp"))))) }
        OPERATIONS.split(' ').find(|known| *known == op).ok_or(ErrorKind::Unsupported)?;
        let s = self.sockets.lock().unwrap().1.get(word(0)).cloned().ok_or_else(|| invalid(()))?;
        let (timeout, mut bytes): (_, Vec<u8>) = match op {
            "settimeout" => (timeout_of(word(1))?, vec![]),
            "send" | "sendall" => (None, bytes_of(word(1))?),
            "recv" | "peek" | "readexact" => (None, vec![0; word(1).parse().map_err(invalid)?]),
            _ => (None, vec![]),
        };
        Ok(match op {
            "setblocking" => done(timed!(s.set_nonblocking(word(1) == "false"))),
            "getblocking" => (!timed!(s.nonblocking())).to_string(),
            "settimeout" => done(timed!(s.set_timeout(timeout))),
            "gettimeout" => timed!(s.timeout()).map_or("none".into(), |it| it.as_secs_f64().to_string()),
            "bind" => done(timed!(s.bind(place_of(word(1), word(2))?))),
            "connect" => done(timed!(s.connect(place_of(word(1), word(2))?))),
            "listen" => done(timed!(s.listen(word(1).parse().ok()))),
            "accept" => {
                let (made, from) = timed!(s.accept());
                format!("{} {}", self.keep(made), named(from))
            }
            "send" => timed!(s.send(&bytes)).to_string(),
            "sendall" => done(timed!(s.send_all(&bytes))),
            "recv" | "peek" => {
                let count = timed!(if op == "recv" { s.recv(&mut bytes) } else { s.peek(&mut bytes) });
                words_of(&bytes[..count])
            }
            "readexact" => {
                timed!(s.read_exact(&mut bytes));
                words_of(&bytes)
            }
            "shutdown" if word(1) == "both" => done(timed!(s.shutdown(Shutdown::Both))),
            "shutdown" => done(timed!(s.shutdown(if word(1) == "read" { Shutdown::Read } else { Shutdown::Write }))),
            "sockname" => named(timed!(s.local_addr())),
            "peername" => named(timed!(s.peer_addr())),
            "dup" => self.keep(timed!(s.try_clone())),
            _ => done(timed!(s.close())),
        })
    }

    fn reset(&self) -> Result<String> {
        let left = std::mem::take(&mut self.sockets.lock().unwrap().1);
        left.values().for_each(|s| drop(s.close()));
        Ok(String::new())
    }

    fn serve(&self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        let (id, op) = (words[0], words.get(1).map_or("", |op| op.trim_start_matches('&')));
        let waits = OPERATIONS.split(' ').skip_while(|name| *name != "accept").any(|name| name == op);
        if waits { self.say(format!("{} entered 0\n", id)) }
        let mut took = Duration::ZERO;
        let reply = match op {
            "hello" => Ok(format!("language=rust {}", wrapper::HELLO)),
            "reset" => self.reset(),
            _ => self.call(op, words.get(2..).unwrap_or(&[]), &mut took),
        };
        let (status, rest) = match reply {
            Ok(rest) => ("ok", rest),
            Err(error) => (status_of(&error), error.to_string().replace('\n', " ")),
        };
        self.say(format!("{} {} {} {}", id, status, took.as_micros(), rest).trim_end().to_owned() + "\n");
    }
}

fn main() {
    // What the wrapper reads and prints is no request and no reply.
    let nothing = OpenOptions::new().read(true).write(true).open("/dev/null").unwrap();
    let (requests, replies) = unsafe { (File::from_raw_fd(dup(0)), File::from_raw_fd(dup(1))) };
    unsafe { (dup2(nothing.as_raw_fd(), 0), dup2(2, 1)) };
    let host = Arc::new(Host { replies: Mutex::new(replies), sockets: Mutex::default() });
    let (lines, served) = mpsc::channel::<String>();
    std::thread::spawn(move || {
        BufReader::new(requests).lines().map_while(Result::ok).for_each(|line| lines.send(line).unwrap());
        std::thread::sleep(Duration::from_millis(100)); // for what came before the end, unless it waits
        std::process::exit(0)
    });
    for line in served {
        let aside = host.clone();
        if line.split(' ').nth(1).map_or(false, |op| op.starts_with('&')) {
            std::thread::spawn(move || aside.serve(&line));
        } else {
            host.serve(&line);
        }
    }
    std::thread::park() // the thread that saw the end of the input ends the process
}
