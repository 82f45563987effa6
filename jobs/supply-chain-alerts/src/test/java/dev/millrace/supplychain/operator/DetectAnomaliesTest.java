package dev.millrace.supplychain.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supplychain.domain.anomaly.AnomalyRules;
import dev.millrace.supplychain.domain.anomaly.AnomalyScore.Status;
import dev.millrace.supplychain.domain.anomaly.JudgedPoint;
import dev.millrace.supplychain.domain.anomaly.SeriesMemory;
import dev.millrace.supplychain.domain.anomaly.SeriesPoint;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DetectAnomaliesTest {
  private static final Duration RETENTION = Duration.ofDays(30);

  private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();
  private KeyedOneInputStreamOperatorTestHarness<String, SeriesPoint, JudgedPoint> operator;

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
  void judgesEachSeriesByItself() throws Exception {
    feed("calm", 0, 500);
    feed("other", 0, 3);
    send("calm", 500, 1e6);
    send("other", 3, 1e6);

    List<JudgedPoint> judged = operator.extractOutputValues();
    assertThat(judged).hasSize(505);
    assertThat(judged.get(503).judgement().status()).isEqualTo(Status.DETECTED);
    assertThat(judged.get(504).judgement().status()).isEqualTo(Status.ORDINARY);
    assertMemoriesOf(2);
  }

  @Test
  void aPointThatComesTooLateIsCountedAndDropped() throws Exception {
    send("s", 10, 1);
    send("s", 9, 2);

    assertThat(operator.extractOutputValues())
        .extracting(judged -> judged.point().value())
        .containsExactly(1.0);
    assertThat(((Counter) metrics.get("latePoints")).getCount()).isEqualTo(1);
    assertMemoriesOf(1);
  }

  @Test
  void aRepeatIsOrdinaryAndChangesNothing() throws Exception {
    feed("s", 0, 500);
    feed("repeated", 0, 500);
    for (int i = 0; i < 200; i++) {
      send("repeated", 499, 10 + (499 * 7919 % 101) / 100.0);
    }
    send("s", 500, 70);
    send("repeated", 500, 70);

    List<JudgedPoint> judged = operator.extractOutputValues();
    assertThat(judged.subList(1_000, 1_200))
        .extracting(point -> point.judgement().status())
        .containsOnly(Status.ORDINARY);
    assertThat(judged.get(1_201).judgement()).isEqualTo(judged.get(1_200).judgement());
    assertMemoriesOf(2);
  }

  @Test
  void aLargeValueIsSurvived() throws Exception {
    send("s", 0, 1e30);
    send("s", 1, -1e30);
    for (int i = 2; i < 20_000; i++) {
      send("s", i, 10 + (i * 7919 % 101) / 100.0);
    }

    assertThat(operator.extractOutputValues())
        .extracting(point -> point.judgement().expected())
        .noneMatch(expected -> Double.isNaN(expected) || Double.isInfinite(expected));
  }

  @Test
  void goesOnAfterARestoreAsIfNothingHadHappened() throws Exception {
    feed("s", 0, 500);
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    send("s", 500, 70);
    JudgedPoint before = operator.extractOutputValues().get(500);
    operator.close();

    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
    send("s", 500, 70);

    assertThat(operator.extractOutputValues()).containsExactly(before);
    assertMemoriesOf(1);
  }

  @Test
  void aSeriesIsForgottenWhenIdle() throws Exception {
    operator.setStateTtlProcessingTime(0);
    feed("s", 0, 500);
    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    send("s", 600, 1e6);

    assertThat(operator.extractOutputValues().get(500).judgement().status())
        .isEqualTo(Status.ORDINARY);
  }

  @Test
  void aSeriesThatHasEndedLeavesNothingBehind() throws Exception {
    operator.setStateTtlProcessingTime(0);
    for (int i = 0; i < 50; i++) {
      feed("ended" + i, 0, 10);
    }
    assertMemoriesOf(50);

    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    feed("goes-on", 600, 200);

    assertMemoriesOf(1);
  }

  @Test
  void memoryIsSmallAndNeedsNoKryo() throws Exception {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AnomalyTypes.MEMORY
        .createSerializer(config)
        .serialize(new SeriesMemory(), new DataOutputViewStreamWrapper(bytes));

    assertThat(bytes.size()).isLessThan(4_000);
  }

  /** One memory for each series, and nothing that waits. */
  private void assertMemoriesOf(int series) {
    assertThat(operator.numKeyedStateEntries()).isEqualTo(series);
    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  private void feed(String series, int from, int points) throws Exception {
    for (int i = from; i < from + points; i++) {
      send(series, i, 10 + (i * 7919 % 101) / 100.0);
    }
  }

  private void send(String series, int minute, double value) throws Exception {
    long time = minute * 60_000L;
    operator.processElement(SeriesPoint.of(series, time, value), time);
  }

  private KeyedOneInputStreamOperatorTestHarness<String, SeriesPoint, JudgedPoint> harness()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new MeteredOperator(new DetectAnomalies(AnomalyRules.DEFAULT, RETENTION), metrics),
        SeriesPoint::series,
        Types.STRING);
  }

  /** One whose metrics can be asked for. */
  private static final class MeteredOperator
      extends KeyedProcessOperator<String, SeriesPoint, JudgedPoint> {
    private static final long serialVersionUID = 1L;

    private final transient InterceptingOperatorMetricGroup group;

    MeteredOperator(DetectAnomalies function, InterceptingOperatorMetricGroup group) {
      super(function);
      this.group = group;
    }

    @Override
    public OperatorMetricGroup getMetricGroup() {
      return group;
    }
  }
}
