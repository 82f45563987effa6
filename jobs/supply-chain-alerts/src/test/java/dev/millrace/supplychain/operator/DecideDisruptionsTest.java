package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.Shipments.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.supply.AlertKind;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Finding.Status;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.place.DecisionRules;
import dev.millrace.supplychain.domain.place.LaneFacts;
import dev.millrace.supplychain.domain.place.LateSample;
import dev.millrace.supplychain.domain.place.Suspicion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Places are decided about after half a minute. */
class DecideDisruptionsTest {
  private static final Duration RETENTION = Duration.ofDays(180);
  private static final double SETTLED = 1 / 120.0;
  private static final double MILLISECOND = 1 / 3_600_000.0;

  private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();
  private KeyedTwoInputStreamOperatorTestHarness<String, Suspicion, LaneFacts, Finding> operator;

  @BeforeEach
  void open() throws Exception {
    operator =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new MeteredOperator(
                new DecideDisruptions(new DecisionRules(30_000, 3_600_000, 0.7, 0.02), RETENTION),
                metrics),
            suspicion -> DecideDisruptions.KEY,
            facts -> DecideDisruptions.KEY,
            Types.STRING);
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void aPlaceIsSaidWhenItHasSettledAndLeavesNothing() throws Exception {
    suspect(SubjectType.LANE, Status.RAISED, 0, "a", "b", "c");
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    passTo(1);
    suspect(SubjectType.LANE, Status.CLEARED, 2, "a", "b", "c");

    assertThat(operator.extractOutputValues())
        .extracting(Finding::status, Finding::time)
        .containsExactly(tuple(Status.RAISED, at(SETTLED)), tuple(Status.CLEARED, at(2)));
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  /** Its alert would be escalated three times the moment it is opened. */
  @Test
  void whatIsNotExplainedAnyMoreIsSaidAsOfThen() throws Exception {
    suspect(SubjectType.LANE, Status.RAISED, 0, "a", "b", "c", "d");
    suspect(SubjectType.PORT, Status.RAISED, 0, "a", "b", "c");
    passTo(4);
    assertThat(operator.extractOutputValues())
        .extracting(Finding::subjectType)
        .containsExactly(SubjectType.LANE);

    suspect(SubjectType.PORT, Status.RAISED, 5, "a", "b", "c", "x", "y", "z");
    passTo(6);

    assertThat(operator.extractOutputValues().subList(1, 3))
        .extracting(Finding::subjectType, Finding::status, Finding::time)
        .containsExactlyInAnyOrder(
            tuple(SubjectType.PORT, Status.RAISED, at(5)),
            tuple(SubjectType.LANE, Status.CLEARED, at(5)));
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void newsThatComesLateIsDecidedAboutAsOfNow() throws Exception {
    suspect(SubjectType.LANE, Status.RAISED, 0, "a", "b", "c", "d");
    suspect(SubjectType.PORT, Status.RAISED, 0, "a", "b", "c");
    passTo(5);

    suspect(SubjectType.PORT, Status.RAISED, 1, "a", "b", "c", "x", "y", "z");
    passTo(6);

    assertThat(operator.extractOutputValues().subList(1, 3))
        .extracting(Finding::time)
        .containsOnly(at(5));
  }

  @Test
  void newsOfASecondAreDecidedAboutAtOnceAtItsEnd() throws Exception {
    suspect(SubjectType.LANE, Status.RAISED, 200 * MILLISECOND, "a", "b", "c");
    suspect(SubjectType.PORT, Status.RAISED, 300 * MILLISECOND, "a", "b", "c", "d");
    suspect(SubjectType.CARRIER, Status.RAISED, 900 * MILLISECOND, "a", "b");
    suspect(SubjectType.PORT, Status.RAISED, 950 * MILLISECOND, "a", "b", "c", "d", "e");
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);

    passTo(SETTLED + 999 * MILLISECOND);
    assertThat(operator.extractOutputValues()).isEmpty();
    passTo(SETTLED + 1000 * MILLISECOND);

    assertThat(operator.extractOutputValues())
        .extracting(Finding::subjectType, Finding::time)
        .containsExactly(tuple(SubjectType.PORT, at(SETTLED) + 1000));
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void whatWasSaidIsSaidAgainAtOnceWhenItIsMuchWorse() throws Exception {
    suspect(SubjectType.LANE, Status.RAISED, 0, "a", "b", "c", "d");
    passTo(1);
    suspect(SubjectType.LANE, Status.RAISED, 2, "a", "b", "c", "d", "e");
    assertThat(operator.extractOutputValues()).hasSize(1);

    suspect(SubjectType.LANE, Status.RAISED, 3, "a", "b", "c", "d", "e", "f");

    assertThat(operator.extractOutputValues())
        .extracting(Finding::time)
        .containsExactly(at(SETTLED), at(3));
  }

  @Test
  void whatAnotherExplainsIsCountedOnce() throws Exception {
    suspect(SubjectType.LANE, Status.RAISED, 0, "a", "b", "c");
    suspect(SubjectType.PORT, Status.RAISED, 0, "a", "b", "c", "d");
    passTo(1);
    assertThat(explained()).isEqualTo(1);

    suspect(SubjectType.LANE, Status.RAISED, 2, "a", "b");
    passTo(3);
    suspect(SubjectType.LANE, Status.CLEARED, 4);
    assertThat(explained()).isEqualTo(1);
  }

  @Test
  void whatEndsBeforeItIsDecidedOrWasSaidIsNotExplained() throws Exception {
    suspect(SubjectType.CARRIER, Status.RAISED, 0, "x", "y", "z");
    suspect(SubjectType.CARRIER, Status.CLEARED, SETTLED / 2);
    suspect(SubjectType.LANE, Status.RAISED, 0, "a", "b", "c");
    passTo(1);
    suspect(SubjectType.PORT, Status.RAISED, 2, "a", "b", "c", "d");
    passTo(3);
    suspect(SubjectType.LANE, Status.CLEARED, 4);

    assertThat(operator.extractOutputValues())
        .extracting(Finding::subjectType, Finding::status)
        .containsExactlyInAnyOrder(
            tuple(SubjectType.LANE, Status.RAISED),
            tuple(SubjectType.LANE, Status.CLEARED),
            tuple(SubjectType.PORT, Status.RAISED));
    assertThat(explained()).isZero();
  }

  @Test
  void lanesThatAreNotHeardOfForLongAreRemovedThoughNothingComes() throws Exception {
    operator.processElement2(
        new StreamRecord<>(new LaneFacts("sea", "CN1>DE1", List.of("CNSHA"), 700, null)));
    operator.processElement2(
        new StreamRecord<>(new LaneFacts("air", "CN1>US1", List.of("CNSHA"), 30, null)));
    assertThat(operator.numProcessingTimeTimers()).isEqualTo(1);

    operator.setStateTtlProcessingTime(2 * RETENTION.toMillis());
    operator.setProcessingTime(2 * RETENTION.toMillis());

    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  private void suspect(SubjectType type, Status status, double hour, String... shipments)
      throws Exception {
    Finding finding =
        new Finding(
            AlertKind.LANE_DISRUPTION,
            type,
            "x",
            status,
            at(0),
            at(hour),
            Stake.UNKNOWN,
            "",
            Map.of(),
            null,
            List.of(),
            null);
    operator.processElement1(
        new StreamRecord<>(
            new Suspicion(
                finding,
                List.of(shipments),
                LateSample.of(List.of(shipments)),
                1,
                "x",
                "CN1>DE1",
                30)));
  }

  private void passTo(double hour) throws Exception {
    operator.processBothWatermarks(new Watermark(at(hour)));
  }

  private long explained() {
    return ((Counter) metrics.get("disruptionsExplained")).getCount();
  }

  /** One whose metrics can be asked for. */
  private static final class MeteredOperator
      extends KeyedCoProcessOperator<String, Suspicion, LaneFacts, Finding> {
    private static final long serialVersionUID = 1L;

    private final transient InterceptingOperatorMetricGroup group;

    MeteredOperator(DecideDisruptions function, InterceptingOperatorMetricGroup group) {
      super(function);
      this.group = group;
    }

    @Override
    public OperatorMetricGroup getMetricGroup() {
      return group;
    }
  }
}
