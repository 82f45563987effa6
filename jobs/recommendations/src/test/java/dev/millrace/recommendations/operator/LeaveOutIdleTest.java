package dev.millrace.recommendations.operator;

import static dev.millrace.recommendations.Interactions.decoded;
import static dev.millrace.recommendations.Interactions.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.testing.stream.RecordedMetrics;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.streaming.api.operators.StreamFilter;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeaveOutIdleTest {
  private final RecordedMetrics metrics = new RecordedMetrics();
  private OneInputStreamOperatorTestHarness<Decoded<Interaction>, Decoded<Interaction>> operator;

  /** The operator with metrics that a test can read. */
  private static final class Measured extends StreamFilter<Decoded<Interaction>> {
    private static final long serialVersionUID = 1L;

    private final transient RecordedMetrics recorded;

    Measured(RecordedMetrics recorded) {
      super(new LeaveOutIdle());
      this.recorded = recorded;
    }

    @Override
    public OperatorMetricGroup getMetricGroup() {
      return recorded;
    }
  }

  @BeforeEach
  void open() throws Exception {
    operator = new OneInputStreamOperatorTestHarness<>(new Measured(metrics));
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = InteractionKind.class,
      names = {"VIEW", "CART", "PURCHASE", "HIDE"})
  void whatAShopperDoesPasses(InteractionKind kind) throws Exception {
    send(view("s", "a", 0).setKind(kind));

    assertThat(operator.extractOutputValues()).hasSize(1);
    assertThat(metrics.count("impressionsWithoutEffect")).isZero();
    assertThat(metrics.count("kindsUnknown")).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = InteractionKind.class,
      names = {"IMPRESSION", "UNKNOWN"})
  void whatIsShownPassesOnlyIfItSaysSomething(InteractionKind kind) throws Exception {
    send(view("s", "a", 0).setKind(kind));
    assertThat(operator.extractOutputValues()).isEmpty();

    send(view("s", "b", 1).setKind(kind).setRecommendationVersion(1L).setRecommendationSlot(0));
    send(view("s", "c", 2).setKind(kind).setInStock(true));
    assertThat(operator.extractOutputValues())
        .extracting(passed -> passed.value().getItemId())
        .containsExactly("b", "c");
  }

  @Test
  void whatIsLeftOutIsCounted() throws Exception {
    send(view("s", "a", 0).setKind(InteractionKind.IMPRESSION));
    send(view("s", "a", 1).setKind(InteractionKind.UNKNOWN));
    send(view("s", "a", 2).setKind(InteractionKind.UNKNOWN).setInStock(false));

    assertThat(metrics.count("impressionsWithoutEffect")).isEqualTo(1);
    assertThat(metrics.count("kindsUnknown")).isEqualTo(2);
  }

  private void send(Interaction.Builder interaction) throws Exception {
    operator.processElement(new StreamRecord<>(decoded(interaction.build())));
  }
}
