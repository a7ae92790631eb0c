// Hosts a Java class that implements StreamSocket, and speaks wouldblock/1 (PROTOCOL.md, one folder up).
import java.io.*;
import java.lang.reflect.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;

class Adapter {
  static final Set<String> ANNOUNCED = Set.of("accept", "connect", "send", "sendall", "recv");
  static final Map<String, StreamSocket> sockets = new ConcurrentHashMap<>();
  static final AtomicInteger handedOut = new AtomicInteger();
  static final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  static final OutputStream replies = new FileOutputStream(FileDescriptor.out);
  static Constructor<? extends StreamSocket> wrapper;
  static String hello;

  /** The wrapper's file without its ending, and the name behind the #, if there was one. */
  public static void main(String... arguments) throws Exception {
    InputStream input = System.in;
    System.setIn(InputStream.nullInputStream());
    System.setOut(System.err); // what the wrapper prints is no reply
    background(() -> read(input));
    try {
      load(arguments.length > 1 ? arguments[1] : only(arguments[0]));
    } catch (Throwable error) {
      say(requests.take().split(" ")[0] + " error 0 " + Words.told(error));
      Runtime.getRuntime().halt(1);
    }
    while (true) {
      String[] words = requests.take().split(" ");
      String operation = words.length > 1 ? words[1] : "";
      if (operation.startsWith("&")) background(() -> serve(words, operation.substring(1)));
      else serve(words, operation);
    }
  }

  static void load(String name) throws Exception {
    Class<? extends StreamSocket> kind = Class.forName(name).asSubclass(StreamSocket.class);
    (wrapper = kind.getDeclaredConstructor()).setAccessible(true);
    hello = " name=" + name + " version=" + Runtime.version().feature() + " language=java";
    for (Field field : kind.getDeclaredFields())
      if (Set.of("features", "variants").contains(field.getName())) {
        field.setAccessible(true);
        hello += " " + field.getName() + "=" + field.get(null);
      }
  }

  /** The class that is called as its file is, else the only one that implements StreamSocket. */
  static String only(String file) throws Exception {
    Set<String> found = new TreeSet<>();
    for (String each : new File(System.getProperty("java.class.path")).list())
      if (each.endsWith(".class") && !each.contains("$") && !each.equals("StreamSocket.class"))
        try {
          Class<?> kind = Class.forName(each.replace(".class", ""), false, Adapter.class.getClassLoader());
          if (StreamSocket.class.isAssignableFrom(kind)) found.add(kind.getName());
        } catch (NoClassDefFoundError inPackage) {} // found under another name than its file's
    if (found.contains(file)) return file;
    if (found.size() == 1) return found.iterator().next();
    throw new ClassNotFoundException(found.isEmpty() ? "no class without a package implements StreamSocket"
        : "several classes implement StreamSocket: add #Name for one of " + String.join(", ", found));
  }

  static void serve(String[] words, String operation) {
    String reply = "invalid 0 malformed words";
    try {
      reply = answer(words, operation);
    } catch (RuntimeException malformed) {}
    say(words[0] + " " + reply);
  }

  static String answer(String[] words, String operation) {
    StreamSocket socket = words.length > 2 ? sockets.get(words[2]) : null;
    String word = words.length > 3 ? words[3] : "";
    InetSocketAddress address = words.length > 4 ? new InetSocketAddress(word, Integer.parseInt(words[4])) : null;
    byte[] data = operation.startsWith("send") ? HexFormat.of().parseHex(word.equals("-") ? "" : word) : null;
    int size = operation.equals("recv") || operation.equals("listen") ? Integer.parseInt("0" + word) : 0;
    Double seconds = !operation.equals("settimeout") || word.equals("none") ? null
        : Double.valueOf(word.replace("inf", "Infinity").replace("nan", "NaN"));
    if (ANNOUNCED.contains(operation)) say(words[0] + " entered 0");
    if (operation.equals("hello")) return "ok 0" + hello;
    if (words.length > 2 && operation.equals("open")) return "unsupported 0 no such family";
    if (words.length > 2 && socket == null) return "invalid 0 no such handle";
    Object result = "";
    Throwable thrown = null;
    long began = System.nanoTime();
    try {
      switch (operation) {
        case "open" -> result = wrapper.newInstance();
        case "setblocking" -> socket.setBlocking(word.equals("true"));
        case "getblocking" -> result = socket.getBlocking();
        case "settimeout" -> socket.setTimeout(seconds);
        case "gettimeout" -> result = Optional.ofNullable(socket.getTimeout());
        case "bind" -> socket.bind(address);
        case "listen" -> socket.listen(size);
        case "accept" -> result = socket.accept();
        case "connect" -> socket.connect(address);
        case "send" -> result = socket.send(data);
        case "sendall" -> socket.sendAll(data);
        case "recv" -> result = socket.recv(size);
        case "shutdown" -> socket.shutdown(!word.equals("write"), !word.equals("read"));
        case "close" -> socket.close();
        case "sockname" -> result = socket.getSockName();
        case "peername" -> result = socket.getPeerName();
        case "reset" -> sockets.values().removeIf(Adapter::close);
        default -> { return "unsupported 0 no such operation"; }
      }
    } catch (Throwable error) {
      thrown = error instanceof InvocationTargetException ? error.getCause() : error;
    }
    long micros = (System.nanoTime() - began) / 1000;
    if (thrown != null) return Words.statusOf(thrown) + " " + micros + " " + Words.told(thrown);
    try {
      return "ok " + micros + Words.of(result, operation.equals("accept"));
    } catch (Exception error) {
      return "error " + micros + " wrong-type: " + Words.told(error);
    }
  }

  static String keep(StreamSocket made) {
    String handle = "s" + handedOut.incrementAndGet();
    sockets.put(handle, made);
    return handle;
  }

  static boolean close(StreamSocket left) {
    try {
      left.close();
    } catch (Throwable whatever) {} // its trial is over
    return true;
  }

  static synchronized void say(String line) { // threads write whole lines
    try {
      replies.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException gone) {
      Runtime.getRuntime().halt(1);
    }
  }

  /** A call that waits does not keep the process; what came before the end of the input is still answered. */
  static void read(InputStream input) {
    try (var lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.ISO_8859_1), 1 << 16)) {
      for (String line; (line = lines.readLine()) != null;) requests.add(line);
      for (int before = -1; before != requests.size(); Thread.sleep(100)) before = requests.size();
    } catch (Exception gone) {}
    Runtime.getRuntime().halt(0);
  }

  static void background(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }
}
