// java.net.Socket of OpenJDK 17 (Debian 12)
// life.shutdown-twice
// prints: java.net.SocketException: Socket input is already shutdown; then the same of its output
// should: nothing, as POSIX shutdown and SocketChannel.shutdownInput ("if already shut down … has no effect"), or an error
//         that says that this side is not connected any more
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

class ShutdownTwice {
  public static void main(String[] none) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      socket.shutdownInput();
      socket.shutdownOutput();
      try {
        socket.shutdownInput();
      } catch (SocketException error) {
        System.out.println(error);
      }
      try {
        socket.shutdownOutput();
      } catch (SocketException error) {
        System.out.println(error);
      }
    }
  }
}
