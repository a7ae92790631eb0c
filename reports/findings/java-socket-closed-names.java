// java.net.Socket of OpenJDK 17 (Debian 12)
// err.closed-names
// prints: after close, getLocalSocketAddress answers 0.0.0.0/0.0.0.0:<its port>; getRemoteSocketAddress the listener's
// should: an error that says that the socket is closed. It is documented so: "If the socket was connected prior to being
//         closed, then this method will continue to return the connected address".
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

class ClosedNames {
  public static void main(String[] none) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
      socket.close();
      System.out.println("after close, getLocalSocketAddress answers " + socket.getLocalSocketAddress()
          + "; getRemoteSocketAddress " + socket.getRemoteSocketAddress());
    }
  }
}
