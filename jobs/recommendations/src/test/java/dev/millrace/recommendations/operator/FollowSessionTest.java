package dev.millrace.recommendations.operator;

import static dev.millrace.recommendations.Interactions.decoded;
import static dev.millrace.recommendations.Interactions.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.testing.stream.RecordedMetrics;
import dev.millrace.recommendations.Interactions;
import dev.millrace.recommendations.domain.BotRule;
import dev.millrace.recommendations.domain.Learning;
import dev.millrace.recommendations.domain.Lesson;
import dev.millrace.recommendations.domain.RankingSettings;
import dev.millrace.recommendations.domain.Reclick;
import dev.millrace.recommendations.domain.Session;
import dev.millrace.recommendations.domain.SubjectKind;
import dev.millrace.recommendations.domain.Variant;
import dev.millrace.recommendations.domain.Variants;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import dev.millrace.shop.RecommendationOutcome;
import dev.millrace.suite.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowSessionTest {
  private static final Duration RETENTION = Duration.ofHours(2);
  private static final RankingSettings SETTINGS = new RankingSettings(6, 0.5, 0, 0, true, 0, 0, 0);

  private KeyedOneInputStreamOperatorTestHarness<String, Decoded<Interaction>, Question> operator;

  private final RecordedMetrics metrics = new RecordedMetrics();

  /** The operator with metrics that a test can read. */
  private static final class Measured
      extends KeyedProcessOperator<String, Decoded<Interaction>, Question> {
    private static final long serialVersionUID = 1L;

    private final transient RecordedMetrics recorded;

    Measured(FollowSession function, RecordedMetrics recorded) {
      super(function);
      this.recorded = recorded;
    }

    @Override
    public OperatorMetricGroup getMetricGroup() {
      return recorded;
    }
  }

  @BeforeEach
  void open() throws Exception {
    operator = harness();
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void tellsAndAsksTheItemsOfTheSession() throws Exception {
    send(view("s", "a", 0), view("s", "b", 10));

    assertThat(metrics.count("clicks")).isEqualTo(2);
    List<Question> second = of(2);
    assertThat(second).extracting(Question::key).containsExactly("i:b", "i:a", "s:3:");
    assertThat(second).extracting(Question::answers).containsOnly(3);
    assertThat(second).extracting(Question::weight).containsExactly(1f, 0.5f, 1f);
    assertThat(second).extracting(Question::visits).containsExactly(1, 0, 0);
    assertThat(second.get(0).lessons().items()).containsExactly("a");
    assertThat(second.get(1).lessons().items()).containsExactly("b");
    assertThat(second.get(2).lessons().items()).containsExactly("b");
    assertThat(second.get(0).occasion().moment().seen()).containsExactly("b", "a");
    assertThat(second.get(1).occasion()).isNull();
  }

  @Test
  void asksCategoryAndCustomerWhereTheyAreKnown() throws Exception {
    send(view("s", "a", 0).setCategory("kettles").setCustomerId("c"));

    assertThat(of(1))
        .extracting(Question::kind)
        .containsExactly(
            SubjectKind.ITEM, SubjectKind.CATEGORY, SubjectKind.SHOP, SubjectKind.CUSTOMER);
  }

  @Test
  void whatComesTooLateIsADeadLetterWithItsReason() throws Exception {
    send(view("s", "a", 100), view("s", "b", 40), view("s", "c", 39));

    assertThat(of(2)).isNotEmpty();
    assertThat(of(3)).isEmpty();
    DeadLetter letter = operator.getSideOutput(FollowSession.LATE).element().getValue();
    assertThat(letter.getReason()).isEqualTo("interaction-late");
    assertThat(letter.getDetail())
        .isEqualTo(
            "event_time must be at most 60 s behind the newest of its session, got 61000 ms behind");
    assertThat(letter.getIntact()).isTrue();
  }

  @Test
  void aClockThatIsAheadMakesNothingElseLate() throws Exception {
    int ahead = 2_400;
    send(view("s", "a", 0));
    send(view("s", "ahead", ahead), 1);
    send(view("s", "b", 2), 2);
    send(view("s", "c", -58), 3);
    assertThat(operator.getSideOutput(FollowSession.LATE)).isNullOrEmpty();
    send(view("s", "d", -59), 4);

    long version = Interactions.NOON.plusSeconds(ahead).toEpochMilli();
    assertThat(operator.extractOutputValues())
        .extracting(Question::version)
        .contains(version, version + 1, version + 2);
    assertThat(operator.getSideOutput(FollowSession.LATE))
        .extracting(letter -> letter.getValue().getDetail())
        .containsExactly(
            "event_time must be at most 60 s behind the newest of its session, got 61000 ms behind");
  }

  @Test
  void whatComesLongAfterwardsIsHeldAgainstItsOwnTime() throws Exception {
    int year = 365 * 24 * 3_600;
    send(view("s", "a", 0), year);
    send(view("s", "b", 100), year);
    send(view("s", "c", 40), year + 1);
    assertThat(operator.getSideOutput(FollowSession.LATE)).isNullOrEmpty();
    send(view("s", "d", 39), year + 2);

    assertThat(operator.getSideOutput(FollowSession.LATE)).hasSize(1);
  }

  @Test
  void aLateClickTeachesTheHabitOfItsOwnPlace() throws Exception {
    send(
        view("s", "a", 0),
        view("s", "b", 20),
        view("s", "b", 30),
        view("s", "x", 10),
        view("s", "x", 40).setKind(InteractionKind.HIDE));

    assertThat(operator.extractOutputValues())
        .filteredOn(question -> question.occasion() != null)
        .extracting(question -> question.occasion().moment().reclick())
        .containsExactly(Reclick.FIRST, Reclick.NEW, Reclick.SAME, Reclick.NEW, Reclick.FIRST);
  }

  @Test
  void aBotIsAnsweredAndTeachesNothing() throws Exception {
    for (int i = 0; i < 6; i++) {
      send(view("s", "i" + i, 0).setPosition(i));
    }

    assertThat(of(6)).allSatisfy(question -> assertThat(question.lessons().isEmpty()).isTrue());
    assertThat(of(6).get(0).visits()).isZero();
    assertThat(of(6).get(0).answers()).isPositive();
  }

  @Test
  void whatABotHadTaughtIsTakenBack() throws Exception {
    for (int i = 0; i < 5; i++) {
      send(view("s", "i" + i, 0).setPosition(i).setCategory(i < 2 ? "mugs" : "kettles"));
    }

    Map<String, Map<String, Double>> taught = new TreeMap<>();
    Map<String, Integer> visits = new TreeMap<>();
    for (Question question : operator.extractOutputValues()) {
      visits.merge(question.key(), question.visits(), Integer::sum);
      Map<String, Double> subject = taught.computeIfAbsent(question.key(), key -> new TreeMap<>());
      for (int i = 0; i < question.lessons().items().length; i++) {
        subject.merge(
            question.lessons().items()[i], (double) question.lessons().weights()[i], Double::sum);
      }
    }
    assertThat(visits.values()).containsOnly(0);
    // Categories that it has left are not told.
    taught.remove("c:3:mugs");
    assertThat(taught)
        .hasSize(7)
        .allSatisfy(
            (key, items) ->
                assertThat(items.values())
                    .allSatisfy(weight -> assertThat(weight).isCloseTo(0, within(0.0001))));
  }

  @Test
  void aCustomersListHoldsWhatIsGone() throws Exception {
    send(
        view("s", "a", 0).setCustomerId("c"),
        view("s", "b", 1).setCustomerId("c").setKind(InteractionKind.PURCHASE),
        view("s", "d", 2).setCustomerId("c").setKind(InteractionKind.HIDE));

    assertThat(lesson(operator.extractOutputValues().subList(0, 4), "s", "u:c")).isEqualTo(1);
    assertThat(lesson(of(2), "s", "u:c")).isEqualTo(Lesson.GONE);
    assertThat(lesson(of(3), "s", "u:c")).isEqualTo(Lesson.GONE);
  }

  @Test
  void aStrangerWhoBecomesKnownTellsOfTheWholeSession() throws Exception {
    send(
        view("s", "a", 0),
        view("s", "b", 1).setKind(InteractionKind.PURCHASE),
        view("s", "d", 2).setCustomerId("c"),
        view("s", "e", 3));

    Question customer = of(3).get(of(3).size() - 1);
    assertThat(customer.key()).isEqualTo("u:c");
    assertThat(customer.lessons().items()).containsExactly("a", "b", "b", "d");
    assertThat(customer.lessons().weights()).containsExactly(1, 3, Lesson.GONE, 1);
    assertThat(of(4)).extracting(Question::key).contains("u:c");
    assertThat(of(4).get(0).occasion().moment().customerId()).isEqualTo("c");
  }

  @Test
  void aSessionThatGoesToAnotherCustomerBringsNothingAlong() throws Exception {
    send(
        view("s", "a", 0).setCustomerId("c"),
        view("s", "b", 1).setKind(InteractionKind.PURCHASE),
        view("s", "d", 2).setCustomerId("e"));

    Question other = of(3).get(of(3).size() - 1);
    assertThat(other.key()).isEqualTo("u:e");
    assertThat(other.lessons().items()).containsExactly("d");
    assertThat(other.lessons().weights()).containsExactly(1);
  }

  @Test
  void whatIsFrozenIsAnsweredAndTeachesNobody() throws Exception {
    operator.close();
    operator = harness(Interactions.NOON.plusSeconds(1), Variants.of(SETTINGS));
    operator.open();
    send(
        view("s", "a", 0).setCustomerId("c"),
        view("s", "b", 1),
        view("s", "d", 2).setKind(InteractionKind.PURCHASE));

    assertThat(of(1)).anySatisfy(question -> assertThat(question.visits()).isPositive());
    assertThat(List.of(of(2), of(3)))
        .allSatisfy(
            questions ->
                assertThat(questions)
                    .anySatisfy(question -> assertThat(question.key()).isEqualTo("u:c"))
                    .allSatisfy(
                        question -> {
                          assertThat(question.answers()).isPositive();
                          assertThat(question.visits()).isZero();
                          assertThat(question.lessons().isEmpty()).isTrue();
                        }));
  }

  @Test
  void aSessionThatWasForgottenGoesOnWithHigherVersions() throws Exception {
    send(view("s", "a", 0), view("s", "b", 0));
    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    send(view("s", "c", 1));

    assertThat(operator.extractOutputValues()).extracting(Question::version).isSorted();
    assertThat(of(3).get(0).occasion().moment().seen()).containsExactly("c");
    assertThat(of(3).get(0).version()).isGreaterThan(of(2).get(0).version());
  }

  @Test
  void impressionsAreNotAnsweredAndTeachNothing() throws Exception {
    send(view("s", "a", 0).setKind(InteractionKind.IMPRESSION));

    assertThat(operator.extractOutputValues()).isEmpty();
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(metrics.count("clicks")).isZero();
  }

  @Test
  void whatIsMerelyShownSaysWhetherItIsInStock() throws Exception {
    send(
        view("s", "a", 0).setKind(InteractionKind.IMPRESSION).setInStock(false),
        view("s", "b", 1).setKind(InteractionKind.UNKNOWN).setInStock(true));

    List<Question> questions = operator.extractOutputValues();
    assertThat(questions).extracting(Question::key).containsExactly("i:a", "i:b");
    assertThat(questions)
        .extracting(Question::stock)
        .containsExactly(Question.Stock.SOLD_OUT, Question.Stock.IN_STOCK);
    assertThat(questions)
        .allSatisfy(
            question -> {
              assertThat(question.asks()).isFalse();
              assertThat(question.occasion()).isNull();
              assertThat(question.visits()).isZero();
              assertThat(question.lessons().isEmpty()).isTrue();
            });
    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  @Test
  void whatCameOfARecommendationIsAnOutcome() throws Exception {
    send(shown("s", 0));

    RecommendationOutcome outcome =
        operator.getSideOutput(FollowSession.OUTCOMES).element().getValue();
    assertThat(outcome.getKind()).isEqualTo(InteractionKind.IMPRESSION);
    assertThat(outcome.getRecommendationVersion()).isEqualTo(4);
    assertThat(outcome.getSlot()).isEqualTo(2);
    assertThat(outcome.getVariant()).isEqualTo("baseline");
    assertThat(outcome.getSource().getOffset()).isEqualTo(7);
  }

  @Test
  void boughtAndHiddenItemsAreExcludedAtOnce() throws Exception {
    send(
        view("s", "a", 0),
        view("s", "b", 1),
        view("s", "a", 2).setKind(InteractionKind.PURCHASE),
        view("s", "b", 3).setKind(InteractionKind.HIDE));

    assertThat(of(3).get(0).occasion().moment().excluded()).containsExactly("a");
    assertThat(of(4).get(0).occasion().moment().excluded()).containsExactly("a", "b");
    // A hidden item is not asked for its neighbours any more.
    assertThat(of(4).get(0).weight()).isZero();
    assertThat(of(4).get(0).lessons().isEmpty()).isTrue();
  }

  @Test
  void cartsAndPurchasesSayMore() throws Exception {
    send(
        view("s", "a", 0),
        view("s", "b", 10).setKind(InteractionKind.CART),
        view("t", "a", 0),
        view("t", "b", 10).setKind(InteractionKind.PURCHASE));

    List<Question> all = operator.extractOutputValues();
    assertThat(lesson(all, "s", "i:a")).isEqualTo(2);
    assertThat(lesson(all, "t", "i:a")).isEqualTo(3);
  }

  @Test
  void stateIsBoundedAndGoesAway() throws Exception {
    for (int i = 0; i < 10 * Session.MAX_CLICKS; i++) {
      send(view("s", "i" + i, 10 * i));
    }
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numProcessingTimeTimers()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();

    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    for (int i = 0; i < 100; i++) {
      send(view("other", "a", i));
    }
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void stateSurvivesARestart() throws Exception {
    send(view("s", "a", 0), view("s", "x", 1).setKind(InteractionKind.HIDE));
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();

    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
    send(view("s", "b", 10));

    assertThat(of(1).get(0).occasion().moment().seen()).containsExactly("b", "a");
    assertThat(of(1).get(0).occasion().moment().excluded()).containsExactly("x");
  }

  @Test
  void anOutcomeIsOfTheVariantThatMadeTheRecommendation() throws Exception {
    send(view("s", "a", 0));
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();

    operator = harness(Instant.MAX, new Variants(List.of(new Variant("bold", 1, SETTINGS))));
    operator.initializeState(snapshot);
    operator.open();
    send(shown("s", 1), view("s", "b", 2), shown("s", 3), shown("of another session", 4));

    assertThat(operator.getSideOutput(FollowSession.OUTCOMES))
        .extracting(outcome -> outcome.getValue().getVariant())
        .containsExactly("baseline", "bold", "bold");
  }

  private static Interaction.Builder shown(String session, int second) {
    return view(session, "a", second)
        .setKind(InteractionKind.IMPRESSION)
        .setRecommendationVersion(4L)
        .setRecommendationSlot(2);
  }

  private void send(Interaction.Builder... interactions) throws Exception {
    for (Interaction.Builder interaction : interactions) {
      operator.processElement(new StreamRecord<>(decoded(interaction.build())));
    }
  }

  /** An interaction that comes some seconds after {@link Interactions#NOON}. */
  private void send(Interaction.Builder interaction, int second) throws Exception {
    operator.processElement(
        new StreamRecord<>(decoded(interaction.build(), Interactions.NOON.plusSeconds(second))));
  }

  /** The questions of an interaction, the first being 1; none if there were not so many. */
  private List<Question> of(int number) {
    List<Question> all = operator.extractOutputValues();
    List<Long> versions = all.stream().map(Question::version).distinct().toList();
    return number > versions.size()
        ? List.of()
        : all.stream().filter(question -> question.version() == versions.get(number - 1)).toList();
  }

  /** The last thing that a subject learns from a session. */
  private static float lesson(List<Question> all, String session, String key) {
    return all.stream()
        .filter(q -> q.sessionId().equals(session) && q.key().equals(key))
        .reduce((first, second) -> second)
        .orElseThrow()
        .lessons()
        .weights()[0];
  }

  private KeyedOneInputStreamOperatorTestHarness<String, Decoded<Interaction>, Question> harness()
      throws Exception {
    return harness(Instant.MAX, Variants.of(SETTINGS));
  }

  private KeyedOneInputStreamOperatorTestHarness<String, Decoded<Interaction>, Question> harness(
      Instant learnUntil, Variants variants) throws Exception {
    SessionRules rules =
        new SessionRules(
            "recommendations",
            variants,
            new Learning(6, 0, 0, 1, 0.1, 20),
            new SessionRules.KindWeights(2, 3),
            new BotRule(5, 1_000),
            Duration.ofMinutes(1),
            8,
            learnUntil,
            Instant.EPOCH,
            RETENTION);
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new Measured(new FollowSession(rules), metrics),
        interaction -> interaction.value().getSessionId(),
        Types.STRING);
  }
}
