package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.console.StackState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestTest {
  @TempDir Path noStack;

  private final List<String> told = new ArrayList<>();
  private final Plants plants = new Plants(told::add);

  @Test
  void findsEveryBreachThatItPlants() {
    test().run();
    assertThat(plants.planted()).hasSize(30).allMatch(Plants.Plant::found);
    assertThat(told).contains("skipped: a stale overwrite, which needs the database of a stack");
  }

  @Test
  void whatIsSkippedIsInTheResultToo() {
    test().run();
    assertThat(plants.passed()).isTrue();
    assertThat(plants.json())
        .startsWith(
            "{\"passed\":true,\"skipped\":[\"a stale overwrite, which needs the database of a"
                + " stack\"],\"plants\":[");
    assertThat(plants.text())
        .endsWith("skipped: a stale overwrite, which needs the database of a stack\n");
  }

  @Test
  void onAStackThatIsOlderThanItsRetentionItSkipsWhatTheAuditDoesNotLookFor() {
    Evidence clean = SampleWorld.evidence();
    for (String topic : Topics.ALL) {
      Plants all = new Plants(told::add);
      new SelfTest(new StackState(noStack), Duration.ofDays(7), OneCurrency.EUROS, all)
          .plant(cut(clean, Set.of(topic)));
      assertThat(all.planted()).describedAs(topic).allMatch(Plants.Plant::found);
      assertThat(all.planted().size() + all.skipped().size()).isEqualTo(30);
    }
    test().plant(cut(clean, new HashSet<>(Topics.ALL)));
    assertThat(plants.planted()).hasSizeGreaterThan(10).allMatch(Plants.Plant::found);
    assertThat(plants.skipped())
        .contains(
            "a lost record, because Kafka has deleted records of payments.fraud-decisions,"
                + " payments.transactions",
            "a wrong aggregate, because Kafka has deleted records of payments.fraud-labels,"
                + " payments.transactions",
            "a row without a decision, because Kafka has deleted records of payments.fraud-decisions");
  }

  @Test
  void saysWhatWasMissed() {
    plants.add(new Plants.Plant("a phantom", "I6", List.of("I1")));
    assertThat(plants.text()).contains("a phantom  I6        I1           MISSED");
    assertThat(plants.passed()).isFalse();
  }

  private SelfTest test() {
    return new SelfTest(new StackState(noStack), Duration.ofDays(7), OneCurrency.EUROS, plants);
  }

  private static Evidence cut(Evidence clean, Set<String> topics) {
    return new Evidence(
        clean.payments(),
        clean.unread(),
        clean.labels(),
        clean.decisions(),
        clean.deadLetters(),
        clean.digests(),
        clean.decisionRows(),
        clean.deadLetterRows(),
        clean.repeatedRows(),
        topics,
        clean.watched(),
        clean.health(),
        clean.copies(),
        clean.shop());
  }
}
