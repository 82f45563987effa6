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

/** The jobs of a stack, by what Kafka and Flink tell of them. */
final class Jobs implements Cluster, AutoCloseable {
  private static final Duration REST_TIMEOUT = Duration.ofSeconds(10);

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

  @Override
  public List<Progress.Running> running() {
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

  @Override
  public boolean hasRecords(List<String> topics) {
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

  @Override
  public long lag(String group, List<String> topics) {
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
