package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Flink's processes tell Prometheus: newer than what the JobManager has collected of it.
 *
 * @param ports of the loopback address; nobody has to listen there
 */
record FlinkMetrics(List<Integer> ports) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  FlinkMetrics {
    ports = List.copyOf(ports);
  }

  /**
   * A metric of all processes and operators together; 0 if none has it.
   *
   * @param name as Prometheus knows it
   */
  double sum(String name) {
    return ports.stream()
        .flatMap(port -> lines(port))
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .filter(value -> !Double.isNaN(value))
        .sum();
  }

  private static Stream<String> lines(int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)))
            .timeout(TIMEOUT)
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body().lines();
    } catch (IOException e) {
      return Stream.empty(); // nobody listens, or the process is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted", e);
    }
  }
}
