package dev.millrace.recommendations.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.common.observe.Trace;
import dev.millrace.common.testing.stream.RecordedMetrics;
import dev.millrace.recommendations.domain.Evidence;
import dev.millrace.recommendations.domain.Lessons;
import dev.millrace.recommendations.domain.Moment;
import dev.millrace.recommendations.domain.RankingSettings;
import dev.millrace.recommendations.domain.Reclick;
import dev.millrace.recommendations.domain.SubjectKind;
import dev.millrace.recommendations.domain.Variants;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendedItem;
import dev.millrace.suite.Source;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.traces.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RankAnswersTest {
  private static final Duration RETENTION = Duration.ofHours(1);
  private static final int MAX_PARALLELISM = 128;
  private static final long TRACED = 77;
  private static final Trace TRACE = new Trace("t", "p", 30);
  private static final Duration SOLD_OUT_RETENTION = Duration.ofDays(60);

  static {
    TrustedRecords.trust();
  }

  private KeyedTwoInputStreamOperatorTestHarness<String, Answer, StockChange, Recommendation>
      operator;

  private final RecordedMetrics metrics = new RecordedMetrics();

  /** The operator with metrics and spans that a test can read. */
  private static final class Measured
      extends CoBroadcastWithKeyedOperator<String, Answer, StockChange, Recommendation> {
    private static final long serialVersionUID = 1L;

    private final transient RecordedMetrics recorded;

    Measured(RankAnswers function, RecordedMetrics recorded) {
      super(function, List.of(RankAnswers.SOLD_OUT, RankAnswers.SOLD_OUT_SAID));
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
  void waitsForAllAnswersWhateverTheirOrder() throws Exception {
    send(answer(1, 2, "y", "b", false));
    assertThat(operator.extractOutputValues()).isEmpty();
    send(answer(1, 2, "x", "a", true));

    Recommendation recommendation = only();
    assertThat(recommendation.getVersion()).isEqualTo(1);
    assertThat(recommendation.getInteractionId()).isEqualTo("s/1");
    assertThat(recommendation.getModelVersion()).isEqualTo("neighbours-1");
    assertThat(recommendation.getVariant()).isEqualTo("baseline");
    assertThat(recommendation.getSource().getOffset()).isEqualTo(9);
    assertThat(recommendation.getItems())
        .extracting(RecommendedItem::getItemId)
        .containsExactly("a", "b");
  }

  @Test
  void anInteractionOfASampledTraceLeavesASpan() throws Exception {
    operator.setProcessingTime(40);
    send(answer(1, 1, "x", "a", true));
    send(answer(TRACED, 2, "x", "a", true));
    assertThat(metrics.spans()).isEmpty();
    send(answer(TRACED, 2, "y", "b", false));

    assertThat(metrics.spans())
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.getEndTsMillis()).isEqualTo(40);
              assertThat(span.getChildren()).extracting(Span::getEndTsMillis).contains(30L);
              assertThat(span.getAttributes())
                  .containsEntry("trace_id", "t")
                  .containsEntry("id", "s/77")
                  .containsEntry("source_offset", 9L);
            });
  }

  @Test
  void noAnswerIsOvertakenByAnOlderOne() throws Exception {
    send(answer(1, 2, "x", "a", true));
    send(answer(2, 2, "x", "a", true));
    send(answer(2, 2, "y", "b", false));
    send(answer(1, 2, "y", "b", false));

    assertThat(only().getVersion()).isEqualTo(2);
    // The version that was answered, and nothing that waits.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void answersToALaterInteractionGoOnWaiting() throws Exception {
    send(answer(2, 2, "x", "a", true));
    send(answer(1, 1, "x", "a", true));
    send(answer(2, 2, "y", "b", false));

    assertThat(operator.extractOutputValues())
        .extracting(Recommendation::getVersion)
        .containsExactly(1L, 2L);
  }

  @Test
  void soldOutItemsAreLeftOutUntilTheyAreBack() throws Exception {
    operator.processElement2(new StreamRecord<>(new StockChange("a", true, 0)));
    send(answer(1, 1, "x", "a", true));
    operator.processElement2(new StreamRecord<>(new StockChange("a", false, 0)));
    send(answer(2, 1, "x", "a", true));

    assertThat(operator.extractOutputValues())
        .extracting(recommendation -> recommendation.getItems().size())
        .containsExactly(0, 1);
  }

  @Test
  void soldOutItemsAreCountedOnce() throws Exception {
    for (int i = 0; i < RankAnswers.MAX_SOLD_OUT; i++) {
      operator.processElement2(new StreamRecord<>(new StockChange("i" + i, true, 0)));
    }
    operator.processElement2(new StreamRecord<>(new StockChange("i0", true, 0)));
    assertThat(metrics.count("soldOutIgnored")).isZero();
    operator.processElement2(new StreamRecord<>(new StockChange("a", true, 0)));
    assertThat(metrics.count("soldOutIgnored")).isEqualTo(1);
    assertThat(metrics.gauge("soldOutItems")).isEqualTo(RankAnswers.MAX_SOLD_OUT);
    send(answer(1, 1, "x", "a", true));
    // There is room again when one is back.
    operator.processElement2(new StreamRecord<>(new StockChange("i0", false, 0)));
    operator.processElement2(new StreamRecord<>(new StockChange("a", true, 0)));
    send(answer(2, 1, "x", "a", true));

    assertThat(operator.extractOutputValues())
        .extracting(recommendation -> recommendation.getItems().size())
        .containsExactly(1, 0);
  }

  @Test
  void whatHasLeftTheShopMakesRoom() throws Exception {
    long kept = SOLD_OUT_RETENTION.toMillis();
    for (int i = 0; i < RankAnswers.MAX_SOLD_OUT - 1; i++) {
      operator.processElement2(new StreamRecord<>(new StockChange("i" + i, true, 1)));
    }
    operator.processElement2(new StreamRecord<>(new StockChange("b", true, 0)));
    // Not yet, and not while it is said again.
    operator.processElement2(new StreamRecord<>(new StockChange("a", true, kept)));
    send(answer(1, 1, "x", "a", true));
    operator.processElement2(new StreamRecord<>(new StockChange("b", true, 1)));
    operator.processElement2(new StreamRecord<>(new StockChange("i0", true, 2)));
    operator.processElement2(new StreamRecord<>(new StockChange("a", true, kept + 1)));
    send(answer(2, 1, "x", "a", true));
    operator.processElement2(new StreamRecord<>(new StockChange("a", true, kept + 2)));
    send(answer(3, 1, "x", "a", true));
    send(answer(4, 1, "x", "b", true));
    send(answer(5, 1, "x", "i0", true));

    assertThat(operator.extractOutputValues())
        .extracting(recommendation -> recommendation.getItems().size())
        .containsExactly(1, 1, 0, 1, 0);
  }

  @Test
  void whatIsNotToBeAnsweredOnlyTeaches() throws Exception {
    send(answer(1, 0, "x", "a", true));

    assertThat(operator.extractOutputValues()).isEmpty();
    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  @Test
  void answersThatWaitAreInNoState() throws Exception {
    send(answer(1, 2, "x", "a", true));

    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  @Test
  void stateGoesAway() throws Exception {
    send(answer(2, 1, "x", "a", true));
    assertThat(operator.numProcessingTimeTimers()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();

    send(answer(1, 1, "x", "a", true));
    assertThat(operator.extractOutputValues()).hasSize(1);
    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    // Nobody knows any more that a later one was answered.
    send(answer(1, 1, "x", "a", true));
    assertThat(operator.extractOutputValues()).hasSize(2);
  }

  @Test
  void stateSurvivesARestart() throws Exception {
    assertThat(metrics.gauge("soldOutItems")).isEqualTo(0);
    operator.processElement2(new StreamRecord<>(new StockChange("a", true, 0)));
    send(answer(2, 1, "x", "b", true));
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();

    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
    assertThat(metrics.gauge("soldOutItems")).isEqualTo(1);
    send(answer(1, 1, "x", "b", true));
    assertThat(operator.extractOutputValues()).isEmpty();

    send(answer(3, 2, "x", "a", true));
    send(answer(3, 2, "y", "b", false));
    assertThat(only().getItems()).extracting(RecommendedItem::getItemId).containsExactly("b");
  }

  @Test
  void whatAFewTasksKnowIsStoredForAll() throws Exception {
    operator.close();
    OperatorSubtaskState[] all = new OperatorSubtaskState[16];
    for (int subtask = 0; subtask < all.length; subtask++) {
      operator = harness(all.length, subtask);
      operator.open();
      for (int visit = 0; visit < 4; visit++) {
        send(new Answer(session(all.length, subtask), 1, 0, null, occasion(1)));
      }
      all[subtask] = operator.snapshot(1, 1);
      operator.close();
    }
    OperatorSubtaskState merged = AbstractStreamOperatorTestHarness.repackageState(all);
    assertThat(parts(merged)).isEqualTo(RankAnswers.STORING_SUBTASKS);

    operator = harness(12, 9);
    operator.initializeState(
        AbstractStreamOperatorTestHarness.repartitionOperatorState(
            merged, MAX_PARALLELISM, all.length, 12, 9));
    operator.open();
    String session = session(12, 9);
    send(answer(session, 1, 1, "y", "x", true));
    send(answer(session, 2, 1, "y", "a", true));
    // Of items with equal evidence one has been visited 4 times in each task, and once more now.
    assertThat(operator.extractOutputValues())
        .extracting(recommendation -> recommendation.getItems().get(0).getScore())
        .containsExactly(0.2, 1.0);
    // Neither kept from the start nor stored again by this one.
    assertThat(parts(operator.snapshot(2, 2))).isZero();
  }

  private static int parts(OperatorSubtaskState state) {
    return state.getManagedOperatorState().stream()
        .map(handle -> handle.getStateNameToPartitionOffsets().get("shop"))
        .mapToInt(part -> part.getOffsets().length)
        .sum();
  }

  /** A session that comes to a subtask. */
  private static String session(int parallelism, int subtask) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "s" + i)
        .filter(
            session ->
                KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        session, MAX_PARALLELISM, parallelism)
                    == subtask)
        .findFirst()
        .orElseThrow();
  }

  private void send(Answer answer) throws Exception {
    operator.processElement1(new StreamRecord<>(answer));
  }

  private Recommendation only() {
    List<Recommendation> all = operator.extractOutputValues();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static Answer answer(
      long version, int answers, String subject, String item, boolean occasion) {
    return answer("s", version, answers, subject, item, occasion);
  }

  private static Answer answer(
      String session, long version, int answers, String subject, String item, boolean occasion) {
    return new Answer(
        session,
        version,
        answers,
        new Evidence(
            SubjectKind.ITEM,
            subject,
            1,
            1,
            new Lessons(new String[] {item}, new float[] {1}, new int[] {0}),
            new String[0]),
        occasion ? occasion(version) : null);
  }

  private static Occasion occasion(long version) {
    Moment moment =
        new Moment(
            "s",
            version,
            "s/" + version,
            0,
            null,
            "baseline",
            new String[] {"x"},
            new int[1],
            new String[0],
            Reclick.NEW,
            true,
            "x");
    return new Occasion(
        moment, new Source("shop.interactions", 0, 9L), 0, version == TRACED ? TRACE : null);
  }

  private KeyedTwoInputStreamOperatorTestHarness<String, Answer, StockChange, Recommendation>
      harness() throws Exception {
    return harness(1, 0);
  }

  private KeyedTwoInputStreamOperatorTestHarness<String, Answer, StockChange, Recommendation>
      harness(int parallelism, int subtask) throws Exception {
    RankAnswers function =
        new RankAnswers(
            Variants.of(new RankingSettings(6, 0.5, 0, 1, true, 0, 0, 0)),
            RETENTION,
            SOLD_OUT_RETENTION);
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new Measured(function, metrics),
        Answer::sessionId,
        change -> "",
        Types.STRING,
        MAX_PARALLELISM,
        parallelism,
        subtask);
  }
}
