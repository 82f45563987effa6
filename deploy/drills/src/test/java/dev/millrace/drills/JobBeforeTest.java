package dev.millrace.drills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobBeforeTest {
  private static final String RESTARTS = "/jobs/j1/metrics";
  private static final String CHECKPOINTS = "/jobs/j1/checkpoints";
  private static final String TASK_MANAGERS = "/taskmanagers";
  private static final String TWO =
      "{\"taskmanagers\":[{\"id\":\"taskmanager-1\"},{\"id\":\"taskmanager-2\"}]}";

  /** What Flink answers, by path. */
  private final Map<String, String> answers =
      new ConcurrentHashMap<>(
          Map.of(
              "/jobs/overview",
              "{\"jobs\":[{\"jid\":\"j1\",\"name\":\"fraud-scoring\",\"state\":\"RUNNING\"}]}",
              RESTARTS,
              restarts(2),
              CHECKPOINTS,
              "{\"counts\":{\"failed\":1}}",
              TASK_MANAGERS,
              TWO));

  private HttpServer flink;
  private JobBefore before;

  @BeforeEach
  void start() throws IOException {
    flink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    flink.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] answer = answers.getOrDefault(path, "{\"errors\":[\"no\"]}").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    flink.start();
    before = JobBefore.of(cluster(), "fraud-scoring");
  }

  private Cluster cluster() {
    return new Cluster("http://127.0.0.1:" + flink.getAddress().getPort());
  }

  private static String restarts(int count) {
    return "[{\"id\":\"numRestarts\",\"value\":\"%d\"}]".formatted(count);
  }

  @AfterEach
  void stop() {
    flink.stop(0);
  }

  @Test
  void aJobThatGoesOnAsBeforeHasNoticedNothing() {
    assertThat(before.wasDisturbed()).isFalse();
    assertThat(before.missedCheckpoint()).isFalse();
  }

  @Test
  void aRestartIsADisturbance() {
    answers.put(RESTARTS, restarts(3));
    assertThat(before.wasDisturbed()).isTrue();
  }

  @Test
  void restartsThatFlinkHadNotCountedYetAreNone() {
    answers.put(RESTARTS, "[]");
    JobBefore early = JobBefore.of(cluster(), "fraud-scoring");
    answers.put(RESTARTS, restarts(2));
    assertThat(early.wasDisturbed()).isFalse();
  }

  @Test
  void aTaskManagerThatIsGivenUpIsADisturbance() {
    answers.put(TASK_MANAGERS, "{\"taskmanagers\":[{\"id\":\"taskmanager-2\"}]}");
    assertThat(before.wasDisturbed()).isTrue();
  }

  @Test
  void aFailedCheckpointCountsOnceThereIsOneMore() {
    answers.put(CHECKPOINTS, "{\"counts\":{\"failed\":2}}");
    assertThat(before.missedCheckpoint()).isTrue();
    assertThat(before.wasDisturbed()).isFalse();
  }

  @Test
  void noAnswerIsNoEffect() {
    answers.clear();
    assertThat(before.wasDisturbed()).isFalse();
    assertThat(before.missedCheckpoint()).isFalse();
    assertThatThrownBy(() -> JobBefore.of(cluster(), "fraud-scoring"))
        .isInstanceOf(ToolException.class)
        .hasMessage("fraud-scoring does not run");
  }
}
