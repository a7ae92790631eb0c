/** What an error is called in the protocol. */
class Errors {
  /** What is in the names of an error's class and its ancestors, or in its message: Java has no numbers for them. */
  static final String[][] STATUSES = { { "WouldBlock", "would-block" }, { "InProgress", "in-progress" },
      { "UnsupportedOperation", "unsupported" }, { "SocketTimeout", "timeout" }, { "timed out", "timeout" },
      { "NotYetConnected", "not-connected" }, { "not connected", "not-connected" }, { "ClosedChannel", "closed" },
      { "AlreadyConnected", "already-connected" }, { "already connected", "already-connected" },
      { "ocket closed", "closed" }, { "is closed", "closed" }, { "refused", "refused" }, { " reset", "reset" },
      { "roken pipe", "broken-pipe" }, { "output is shutdown", "broken-pipe" }, { "already in use", "in-use" },
      { "IllegalArgument", "invalid" }, { "IllegalState", "invalid" }, { "nvalid argument", "invalid" } };

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
