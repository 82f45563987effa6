import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A webhook's receiver, which is overloaded at first: {@code java Receiver.java FILE}. Writes its port to FILE.port, and to
 * FILE a line for each request, with its idempotency key and its body. Answers the first request with 503.
 */
final class Receiver {
  private Receiver() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Files.createFile(file);
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          boolean first = Files.size(file) == 0;
          String line = exchange.getRequestHeaders().getFirst("Idempotency-Key") + " " + body + "\n";
          Files.writeString(file, line, StandardOpenOption.APPEND);
          exchange.sendResponseHeaders(first ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
    // Whoever waits for the port finds it whole.
    Path port = Files.writeString(Path.of(file + ".new"), Integer.toString(server.getAddress().getPort()));
    Files.move(port, Path.of(file + ".port"), StandardCopyOption.ATOMIC_MOVE);
  }
}
