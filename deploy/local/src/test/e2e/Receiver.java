import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Receives what is posted, to any path: {@code java Receiver.java FILE STATUS...}. Writes its port to FILE.port, and to FILE a
 * line for each request, with its idempotency key and its body. Answers the first request with the first status, and so on; all
 * that come later with the last one.
 */
final class Receiver {
  private Receiver() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Files.createFile(file);
    AtomicInteger requests = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          int status = Integer.parseInt(args[Math.min(requests.incrementAndGet(), args.length - 1)]);
          String line = exchange.getRequestHeaders().getFirst("Idempotency-Key") + " " + body + "\n";
          Files.writeString(file, line, StandardOpenOption.APPEND);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    // Whoever waits for the port finds it whole.
    Path port = Files.writeString(Path.of(file + ".new"), Integer.toString(server.getAddress().getPort()));
    Files.move(port, Path.of(file + ".port"), StandardCopyOption.ATOMIC_MOVE);
  }
}
