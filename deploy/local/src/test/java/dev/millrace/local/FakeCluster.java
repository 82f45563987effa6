package dev.millrace.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stack of one JobManager: a shell in the place of the process, and a server that answers what it
 * is told, and 404 to all else.
 */
final class FakeCluster implements AutoCloseable {
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, Runnable> then = new ConcurrentHashMap<>();
  private final StringWriter told = new StringWriter();
  private final HttpServer server;
  private final Stack stack;

  /**
   * @param stopTimeout seconds
   */
  FakeCluster(Path state, int stopTimeout) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Folders folders =
        new Folders(Path.of("").toAbsolutePath().getParent().getParent(), state.toAbsolutePath());
    Settings settings =
        Settings.read(folders.local().resolve("stack.properties"), List.of())
            .with("flink.rest-port", Integer.toString(server.getAddress().getPort()))
            .with("stop.timeout", Integer.toString(stopTimeout));
    Endpoints endpoints = Endpoints.of(settings);
    FlinkDistribution flink =
        new FlinkDistribution(
            "a fake", Path.of("target/test-classes").toAbsolutePath().toString(), state);
    stack =
        new Stack(
            folders,
            settings,
            endpoints,
            Values.of(folders, settings, endpoints),
            flink,
            new FlinkRest(endpoints.flinks()),
            List.of(JobManager.first(folders, settings, flink)));
    answer("GET /overview", "{}");
    Component jobManager = stack.components().get(0);
    stack
        .processOf(jobManager)
        .start(
            new Launch(
                List.of("bash", "-c", "while :; do sleep 0.1; done", jobManager.marker()),
                Map.of(),
                folders.logs().resolve("jobmanager.out"),
                "TERM",
                0,
                jobManager.marker()));
    Deadline.in(Duration.ofSeconds(30)).await(() -> stack.ownsCluster());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    byte[] body = answers.getOrDefault(request, "").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
    then.getOrDefault(request, () -> {}).run();
  }

  void answer(String request, String json) {
    answers.put(request, json);
  }

  /** Lets a job say that it cannot read its state. */
  void failsToRead(String id) {
    answer(
        "GET /jobs/" + id + "/exceptions",
        "{\"exceptionHistory\":{\"entries\":[{\"stacktrace\":\"java.io.EOFException: cut\\n\\tat "
            + "org.apache.flink.runtime.checkpoint.CheckpointCoordinator.restoreSavepoint(C.java:1)\"}]}}");
  }

  /** What becomes of it once it has been asked. */
  void then(String request, Runnable change) {
    then.put(request, change);
  }

  /** Jobs as {@code id name STATE}. */
  void jobs(String... jobs) {
    StringBuilder overview = new StringBuilder();
    for (String job : jobs) {
      List<String> words = List.of(job.split(" ", -1));
      overview.append(overview.isEmpty() ? "" : ",");
      overview.append(
          "{\"jid\":\"%s\",\"name\":\"%s\",\"state\":\"%s\",\"duration\":1}"
              .formatted(words.get(0), words.get(1), words.get(2)));
      answer(
          "GET /jobs/" + words.get(0),
          "{\"state\":\"%s\",\"vertices\":[]}".formatted(words.get(2)));
    }
    answer("GET /jobs/overview", "{\"jobs\":[%s]}".formatted(overview));
  }

  Stack stack() {
    return stack;
  }

  JobStore store() {
    return new JobStore(stack.folders().jobs());
  }

  Progress progress() {
    return new Progress(new PrintWriter(told));
  }

  /** What a person was told. */
  String told() {
    return told.toString();
  }

  @Override
  public void close() {
    stack.processOf(stack.components().get(0)).stop(Duration.ofSeconds(5));
    server.stop(0);
  }
}
