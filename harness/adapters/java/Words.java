import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Optional;

/** Results and errors as words of the protocol. */
class Words {
  /** What is in the names of an error's class and its ancestors, or in its message: Java has no numbers for them. */
  static final String[][] STATUSES = { { "WouldBlock", "would-block" }, { "InProgress", "in-progress" },
      { "UnsupportedOperation", "unsupported" }, { "SocketTimeout", "timeout" }, { "timed out", "timeout" },
      { "NotYetConnected", "not-connected" }, { "not connected", "not-connected" }, { "ClosedChannel", "closed" },
      { "AlreadyConnected", "already-connected" }, { "already connected", "already-connected" },
      { "ocket closed", "closed" }, { "is closed", "closed" }, { "refused", "refused" }, { " reset", "reset" },
      { "roken pipe", "broken-pipe" }, { "output is shutdown", "broken-pipe" }, { "already in use", "in-use" },
      { "IllegalArgument", "invalid" }, { "IllegalState", "invalid" }, { "nvalid argument", "invalid" } };

  /** Each with a space before it. */
  static String of(Object result, boolean accepted) throws IOException {
    if (result instanceof byte[] bytes) return " " + (bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes));
    if (result instanceof InetSocketAddress it) return " " + it.getAddress().getHostAddress() + " " + it.getPort();
    if (result instanceof Optional<?> it) return it.isEmpty() ? " none" : (" " + it.get()).replace("Infinity", "inf");
    if (!(result instanceof StreamSocket made)) return result.equals("") ? "" : " " + result;
    String client = accepted ? of(made.getPeerName(), false) : "", handle = Adapter.keep(made);
    return " " + handle + client;
  }

  static String statusOf(Throwable error) {
    String kinds = "" + error.getMessage();
    for (Class<?> kind = error.getClass(); kind != null; kind = kind.getSuperclass()) kinds += " " + kind.getName();
    for (String[] status : STATUSES) if (kinds.contains(status[0])) return status[1];
    return "error";
  }

  static String told(Throwable error) {
    Throwable it = error instanceof ExceptionInInitializerError && error.getCause() != null ? error.getCause() : error;
    return (it.getClass().getSimpleName() + ": " + it.getMessage()).replaceAll("\\s+", " ");
  }
}
