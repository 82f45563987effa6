package dev.millrace.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TopicPlanTest {
  private static final Topic TOPIC =
      new Topic("shop.events", "event", "session id", 8, Duration.ofHours(1), Cleanup.DELETE);

  @Test
  void aMissingTopicIsCreatedWithAllSettings() {
    TopicPlan plan = TopicPlan.create(TOPIC, 3);

    assertThat(plan.state()).isEqualTo(TopicPlan.State.MISSING);
    assertThat(plan.settings())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "cleanup.policy", "delete",
                "compression.type", "producer",
                "message.timestamp.type", "CreateTime",
                "min.insync.replicas", "2",
                "retention.ms", "3600000"));
  }

  @Test
  void aTopicAsItShouldBeIsLeftAlone() {
    assertThat(TopicPlan.change(TOPIC, found(8, 3, Map.of()), OptionalInt.empty()).state())
        .isEqualTo(TopicPlan.State.SAME);
  }

  @Test
  void settingsThatDifferAreChanged() {
    TopicPlan plan =
        TopicPlan.change(
            TOPIC,
            found(8, 3, Map.of("retention.ms", "1", "min.insync.replicas", "1")),
            OptionalInt.empty());

    assertThat(plan.state()).isEqualTo(TopicPlan.State.DIFFERENT);
    assertThat(plan.refusals()).isEmpty();
    assertThat(TopicDifferences.of(plan))
        .isEqualTo("min.insync.replicas 1 -> 2, retention.ms 1 -> 3600000");
  }

  @Test
  void partitionsAreNeverChanged() {
    TopicPlan plan = TopicPlan.change(TOPIC, found(4, 1, Map.of()), OptionalInt.empty());

    assertThat(plan.refusals())
        .singleElement()
        .asString()
        .startsWith("partitions are 4, topics.yaml says 8: changing them moves keys");
  }

  @Test
  void replicationIsNeverChangedAndOnlyComparedWhenAskedFor() {
    assertThat(TopicPlan.change(TOPIC, found(8, 3, Map.of()), OptionalInt.empty()).refusals())
        .isEmpty();
    assertThat(TopicPlan.change(TOPIC, found(8, 3, Map.of()), OptionalInt.of(1)).refusals())
        .containsExactly(
            "replication is 3, asked for is 1: copies are moved with kafka-reassign-partitions");
  }

  @Test
  void aCompactedTopicHasNoAge() {
    Topic compacted = new Topic("shop.rules", "rule", "rule id", 1, Duration.ZERO, Cleanup.COMPACT);

    assertThat(TopicPlan.create(compacted, 1).settings())
        .containsEntry("cleanup.policy", "compact")
        .doesNotContainKey("retention.ms");
  }

  private static TopicState found(int partitions, int replication, Map<String, String> different) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "cleanup.policy", "delete",
                "compression.type", "producer",
                "message.timestamp.type", "CreateTime",
                "min.insync.replicas", String.valueOf(Math.max(1, replication - 1)),
                "retention.ms", "3600000",
                "segment.bytes", "1073741824"));
    settings.putAll(different);
    return new TopicState("shop.events", partitions, replication, settings);
  }
}
