import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Holds a port, and writes it to a file: {@code java PortHolder.java FILE}. Ends when it is killed, or where a test forgets that
 * after two minutes.
 */
final class PortHolder {
  private static final Duration FORGOTTEN = Duration.ofMinutes(2);

  private PortHolder() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path file = Path.of(args[0]);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Whoever waits for the port finds it whole.
      Path port = Files.writeString(Path.of(file + ".new"), Integer.toString(socket.getLocalPort()));
      Files.move(port, file, StandardCopyOption.ATOMIC_MOVE);
      Thread.sleep(FORGOTTEN.toMillis());
    }
  }
}
