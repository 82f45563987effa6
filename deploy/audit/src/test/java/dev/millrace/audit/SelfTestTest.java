package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.console.StackState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestTest {
  @TempDir Path noStack;

  private final List<String> told = new ArrayList<>();
  private final Plants plants = new Plants(told::add);

  @Test
  void findsEveryBreachThatItPlants() {
    test().run();
    assertThat(plants.planted()).hasSize(37).allMatch(Plants.Plant::found);
    assertThat(told)
        .contains("skipped: a stale overwrite in tables, which needs the database of a stack");
  }

  @Test
  void whatIsSkippedIsInTheResultToo() {
    test().run();
    assertThat(plants.passed()).isTrue();
    assertThat(plants.json())
        .startsWith(
            "{\"passed\":true,\"skipped\":[\"a stale overwrite in tables, which needs the database"
                + " of a stack\"],\"plants\":[");
    assertThat(plants.text())
        .endsWith("skipped: a stale overwrite in tables, which needs the database of a stack\n");
  }

  @Test
  void onAStackThatIsOlderThanItsRetentionItSkipsWhatTheAuditDoesNotLookFor() {
    Evidence clean = SampleWorld.evidence();
    for (String topic : Topics.ALL) {
      Plants all = new Plants(told::add);
      new SelfTest(new StackState(noStack), Duration.ofDays(7), OneCurrency.EUROS, all)
          .plant(cut(clean, Set.of(topic)));
      assertThat(all.planted()).describedAs(topic).allMatch(Plants.Plant::found);
      assertThat(all.planted().size() + all.skipped().size()).isEqualTo(37);
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

  /** Without what was first on these topics: some records of each, and perhaps all. */
  private static Evidence cut(Evidence clean, Set<String> topics) {
    return new Evidence(
        left(topics, Topics.PAYMENTS, clean.payments(), Payment::place),
        clean.unread(),
        left(topics, Topics.LABELS, clean.labels(), Label::place),
        left(topics, Topics.DECISIONS, clean.decisions(), Decision::place),
        left(topics, Topics.DEAD_LETTERS, clean.deadLetters(), DeadLetter::place),
        leftDigests(topics, clean.digests()),
        clean.decisionRows(),
        clean.deadLetterRows(),
        clean.repeatedRows(),
        Cut.of(topics),
        clean.watched(),
        clean.health(),
        new Copies(
            clean.copies().records().stream()
                .filter(copy -> !topics.contains(copy.place().topic()) || copy.place().offset() > 0)
                .toList(),
            clean.copies().rows()),
        new Shop(
            left(topics, Topics.INTERACTIONS, clean.shop().interactions(), Interaction::place),
            left(
                topics,
                Topics.RECOMMENDATIONS,
                clean.shop().recommendations(),
                Recommendation::place),
            left(topics, Topics.OUTCOMES, clean.shop().outcomes(), Outcome::place),
            clean.shop().recommendationRows(),
            clean.shop().outcomeRows(),
            clean.shop().refusals()));
  }

  /** What Kafka leaves of a topic: the later half of each partition. */
  private static <T> List<T> left(
      Set<String> topics, String topic, List<T> records, Function<T, Place> place) {
    if (!topics.contains(topic)) {
      return records;
    }
    Map<Integer, List<Long>> offsets =
        records.stream()
            .map(place)
            .sorted(Comparator.comparingLong(Place::offset))
            .collect(
                Collectors.groupingBy(
                    Place::partition, Collectors.mapping(Place::offset, Collectors.toList())));
    return records.stream()
        .filter(
            record -> {
              List<Long> all = offsets.get(place.apply(record).partition());
              return all.indexOf(place.apply(record).offset()) > (all.size() - 1) / 2;
            })
        .toList();
  }

  private static Map<Place, Long> leftDigests(Set<String> topics, Map<Place, Long> digests) {
    Map<Place, Long> left = new HashMap<>(digests);
    left.keySet().removeIf(place -> topics.contains(place.topic()));
    return left;
  }
}
