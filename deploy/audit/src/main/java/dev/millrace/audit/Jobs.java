package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.console.ClientSettings;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the jobs are, and whether they go on. */
final class Jobs implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration REST_TIMEOUT = Duration.ofSeconds(10);
  private static final Map<String, List<String>> INPUTS =
      Map.of(
          Evidence.SCORING,
          List.of(Topics.PAYMENTS, Topics.LABELS, Topics.RULES, Topics.MODELS),
          Evidence.WRITER,
          List.of(
              Topics.DECISIONS,
              Topics.LABELS,
              Topics.RULES,
              Topics.MODELS,
              Topics.RECOMMENDATIONS,
              Topics.OUTCOMES,
              SupplyChain.ALERTS,
              SupplyChain.NOTIFICATIONS,
              Topics.DEAD_LETTERS),
          Evidence.RECOMMENDING,
          List.of(Topics.INTERACTIONS),
          SupplyChain.JOB,
          SupplyChain.INPUTS);

  private final Admin admin;
  private final Unread unread;
  private final String rest;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(REST_TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();

  Jobs(String bootstrapServers, String rest) {
    this.admin =
        ClientSettings.kafka(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), Admin::create);
    this.unread = new Unread(bootstrapServers);
    this.rest = requireNonNull(rest);
  }

  /**
   * Waits until all is read and every job has completed one more checkpoint; says what is not so.
   */
  Evidence.Health await(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Progress progress = new Progress();
    progress.see(running());
    while (true) {
      List<String> troubles = troubles(progress);
      if (troubles.isEmpty() || System.nanoTime() > deadline) {
        return new Evidence.Health(
            troubles, INPUTS.size() + INPUTS.values().stream().mapToLong(List::size).sum());
      }
      try {
        Thread.sleep(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ToolException("interrupted", e);
      }
    }
  }

  private List<String> troubles(Progress progress) {
    List<String> troubles = new ArrayList<>();
    List<Progress.Running> running = running();
    progress.see(running);
    Map<String, List<Progress.Running>> byName =
        running.stream().collect(Collectors.groupingBy(Progress.Running::name));
    INPUTS.forEach(
        (job, topics) -> {
          if (byName.containsKey(job)) {
            progress.trouble(job, byName.get(job)).ifPresent(troubles::add);
          } else if (hasRecords(topics)) { // nobody misses one that never had anything to read
            troubles.add(job + " does not run");
          }
          long lag = lag(job, topics);
          if (lag > 0) {
            troubles.add(lagging(job, lag));
          }
        });
    return troubles;
  }

  static String lagging(String job, long records) {
    return "%s has %,d records to read".formatted(job, records);
  }

  private List<Progress.Running> running() {
    List<Progress.Running> running = new ArrayList<>();
    for (JsonNode job : ask("/jobs/overview").path("jobs")) {
      if (job.path("state").asText().equals("RUNNING")) {
        String id = job.path("jid").asText();
        running.add(
            new Progress.Running(
                id,
                job.path("name").asText(),
                ask("/jobs/%s/checkpoints".formatted(id))
                    .path("counts")
                    .path("completed")
                    .asLong()));
      }
    }
    return running;
  }

  private JsonNode ask(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(rest + path)).timeout(REST_TIMEOUT).build();
      return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      // A JobManager that is on its way back: no job runs.
      return json.createObjectNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted", e);
    }
  }

  private boolean hasRecords(List<String> topics) {
    try {
      return ends(topics).values().stream().anyMatch(end -> end.offset() > 0);
    } catch (ExecutionException e) {
      throw new ToolException(
          "Kafka gives no offsets of %s: %s".formatted(topics, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted", e);
    }
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends(List<String> topics)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted =
        admin.describeTopics(topics).allTopicNames().get().values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(info -> new TopicPartition(topic.name(), info.partition())))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    return admin.listOffsets(wanted).all().get();
  }

  private long lag(String group, List<String> topics) {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      var ends = ends(topics);
      long lag = 0;
      for (var end : ends.entrySet()) {
        OffsetAndMetadata read = committed.get(end.getKey());
        long from = read == null ? 0 : read.offset();
        if (from < end.getValue().offset()) {
          lag += unread.count(end.getKey(), from, end.getValue().offset());
        }
      }
      return lag;
    } catch (ExecutionException e) {
      throw new ToolException("Kafka gives no offsets of %s: %s".formatted(group, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted", e);
    }
  }

  @Override
  public void close() {
    unread.close();
    admin.close();
  }
}
