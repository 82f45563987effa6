package dev.millrace.drills;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A JobManager that answers what it is told, by path. */
final class FakeFlink implements AutoCloseable {
  final Map<String, String> answers;
  private final HttpServer server;

  FakeFlink(Map<String, String> answers) throws IOException {
    this.answers = new ConcurrentHashMap<>(answers);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] answer = this.answers.getOrDefault(path, "{\"errors\":[\"no\"]}").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  Cluster cluster() {
    return new Cluster("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
