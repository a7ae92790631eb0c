import java.io.IOException;
import java.net.InetSocketAddress;

/** What a wrapper implements: a TCP socket over IPv4, made by a constructor that takes nothing. */
interface StreamSocket {
  /** Thrown by a call that would have to wait, and may not. */
  class WouldBlock extends IOException {}

  /** Thrown by a connect that goes on by itself; asked again, connect tells how far it is. */
  class InProgress extends IOException {}

  // Whoever has not all modes leaves out the setters and getters of the others.
  default void setBlocking(boolean flag) throws IOException { throw new UnsupportedOperationException("setBlocking"); }
  default boolean getBlocking() throws IOException { throw new UnsupportedOperationException("getBlocking"); }
  /** In seconds; null is no timeout. */
  default void setTimeout(Double seconds) throws IOException { throw new UnsupportedOperationException("setTimeout"); }
  default Double getTimeout() throws IOException { throw new UnsupportedOperationException("getTimeout"); }

  void bind(InetSocketAddress address) throws IOException;
  /** A backlog of 0: as long as the library thinks fit. */
  void listen(int backlog) throws IOException;
  /** The address of the client is what the new socket's getPeerName answers. */
  StreamSocket accept() throws IOException;
  void connect(InetSocketAddress address) throws IOException;
  /** Answers how many bytes it took. */
  int send(byte[] data) throws IOException;
  void sendAll(byte[] data) throws IOException;
  /** Answers at most so many bytes, and none at the end of the stream. */
  byte[] recv(int size) throws IOException;
  void shutdown(boolean read, boolean write) throws IOException;
  void close() throws IOException;
  InetSocketAddress getSockName() throws IOException;
  InetSocketAddress getPeerName() throws IOException;
}
