package dev.millrace.simulator.delivery;

import dev.millrace.console.ClientSettings;
import dev.millrace.console.ToolException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Finds out before a run whether the broker answers and has the topics. */
public final class TopicCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private TopicCheck() {}

  /**
   * Returns if all topics are there.
   *
   * @throws ToolException if the broker does not answer within 10 s or lacks a topic
   */
  public static void requireTopics(String bootstrapServers, Collection<String> topics) {
    int patience = Math.toIntExact(PATIENCE.toMillis());
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            patience,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            patience);
    try (Admin admin = ClientSettings.kafka(settings, Admin::create)) {
      for (Map.Entry<String, ? extends KafkaFuture<?>> topic :
          admin.describeTopics(topics).topicNameValues().entrySet()) {
        require(bootstrapServers, topic.getKey(), topic.getValue());
      }
    }
  }

  private static void require(String bootstrapServers, String topic, KafkaFuture<?> description) {
    try {
      description.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new ToolException(
            "Kafka at %s has no topic %s: scripts/up creates the topics"
                .formatted(bootstrapServers, topic),
            e);
      }
      throw unreachable(bootstrapServers, e.getCause());
    } catch (TimeoutException e) {
      throw unreachable(bootstrapServers, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted", e);
    }
  }

  private static ToolException unreachable(String bootstrapServers, Throwable cause) {
    return new ToolException(
        "no Kafka broker answers at %s, is the stack up? (%s)"
            .formatted(bootstrapServers, cause.getMessage()),
        cause);
  }
}
