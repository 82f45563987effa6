package dev.millrace.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsFileTest {
  private static final String TOPIC =
      """
      topics:
        shop.events:
          record: event
          key: session id
          partitions: 8
          retention: 7d
      """;

  @TempDir Path schemas;

  @BeforeEach
  void aRecord() throws IOException {
    Files.createDirectory(schemas.resolve("event"));
    Files.writeString(schemas.resolve("event").resolve("v1.avsc"), "{}");
  }

  @Test
  void readsATopic() throws Exception {
    assertThat(read(TOPIC))
        .containsExactly(
            new Topic("shop.events", "event", "session id", 8, Duration.ofDays(7), Cleanup.DELETE));
  }

  @Test
  void aCompactedTopicNeedsNoRetention() throws Exception {
    assertThat(read(TOPIC.replace("retention: 7d", "cleanup: compact")))
        .extracting(Topic::cleanup)
        .containsExactly(Cleanup.COMPACT);
  }

  @Test
  void readsTheTopicsOfTheSuite() throws Exception {
    assertThat(new TopicsFile(Path.of("..", "..", "schemas")).read())
        .extracting(Topic::name)
        .contains("payments.transactions", "payments.fraud-decisions", "suite.dead-letters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "partitions: 8 | partitions: 0 | topic shop.events: partitions must be 1 to 10000, not 0",
        "partitions: 8 | partitions: many | topic shop.events: partitions must be 1 to 10000, not \"many\"",
        "partitions: 8 | partitons: 8 | topic shop.events: unknown setting 'partitons'; known are cleanup, key, partitions, record, retention",
        "retention: 7d | retention: 7 | topic shop.events: retention must be days or hours such as 7d or 12h, not '7'",
        "retention: 7d | retention: | topic shop.events: retention is missing",
        "retention: 7d | cleanup: purge | topic shop.events: cleanup must be one of [delete, compact], not 'purge'",
        "shop.events: | Shop Events: | topic 'Shop Events': a name is lower case words joined by dots, at most 249 characters",
        "topics: | topic: | topics.yaml: unknown setting 'topic'; known are topics"
      })
  void refusesWhatIsNotRight(String original, String replacement, String message) {
    assertThatThrownBy(() -> read(TOPIC.replace(original, replacement)))
        .isInstanceOf(ToolException.class)
        .hasMessage(message);
  }

  @Test
  void refusesARecordWithoutSchema() {
    assertThatThrownBy(() -> read(TOPIC.replace("record: event", "record: evnt")))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "topic shop.events: record 'evnt' must be a folder in %s with a v1.avsc", schemas);
  }

  @Test
  void refusesATopicNamedTwice() {
    assertThatThrownBy(() -> read(TOPIC + TOPIC.substring(TOPIC.indexOf('\n') + 1)))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("topics.yaml is not valid: Duplicate field 'shop.events'");
  }

  private Iterable<Topic> read(String text) throws Exception {
    Files.writeString(schemas.resolve("topics.yaml"), text);
    return new TopicsFile(schemas).read();
  }
}
