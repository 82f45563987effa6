package dev.millrace.supplychain.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supplychain.domain.delivery.DeliveryNews.Kind;
import dev.millrace.supplychain.domain.delivery.Facet;
import dev.millrace.supplychain.domain.delivery.FacetNews;
import dev.millrace.supplychain.domain.delivery.FacetReading;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackFacetTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final DelayRules RULES = DelayRules.DEFAULT;

  private KeyedOneInputStreamOperatorTestHarness<String, FacetNews, FacetReading> operator;

  @BeforeEach
  void open() throws Exception {
    operator =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new TrackFacet(RULES)), FacetNews::key, Types.STRING);
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void speaksJustBeforeTheHorizonIsReached() throws Exception {
    send(Kind.PLANNED, "a", 30, 1, false);
    send(Kind.PLANNED, "b", 30, 1, false);
    operator.processWatermark(16 * DAY - 2);
    assertThat(operator.extractOutputValues()).isEmpty();

    operator.processWatermark(16 * DAY - 1);

    List<FacetReading> readings = operator.extractOutputValues();
    assertThat(readings).extracting(FacetReading::deliveryId).containsExactly("a", "b");
    assertThat(readings).extracting(FacetReading::time).containsOnly(16 * DAY);
    assertThat(readings).extracting(FacetReading::arrived).containsOnly(false);
    assertThat(readings.get(0).view().companions()).isEqualTo(2);
    assertThat(readings.get(0).view().facet()).isEqualTo(Facet.SUPPLIER);
  }

  @Test
  void whatHasArrivedTellsOfOthersAndNotOfItself() throws Exception {
    send(Kind.PLANNED, "a", 30, 1, false);
    send(Kind.ARRIVED, "a", 30, 10, false);
    send(Kind.PLANNED, "b", 31, 1, false);
    operator.processWatermark(20 * DAY);

    List<FacetReading> readings = operator.extractOutputValues();
    assertThat(readings.get(0).arrived()).isTrue();
    assertThat(readings.get(0).view().track().allSlow).isLessThan(1e-9);
    assertThat(readings.get(1).arrived()).isFalse();
    assertThat(readings.get(1).view().track().allSlow).isBetween(.9, 1.0);
  }

  @Test
  void anOverdueDeliveryCountsUntilItArrives() throws Exception {
    send(Kind.PLANNED, "a", 5, 1, false);
    operator.processWatermark(6 * DAY);
    send(Kind.PLANNED, "b", 22, 7, false);
    operator.processWatermark(8 * DAY);
    assertThat(newest().view().track().overdue).isEqualTo(1);

    send(Kind.ARRIVED, "a", 5, 9, true);
    send(Kind.PLANNED, "c", 24, 9, false);
    operator.processWatermark(10 * DAY);
    assertThat(newest().view().track().overdue).isZero();
    assertThat(newest().view().track().lateSlow).isPositive();
  }

  @Test
  void nothingIsLeftOfAbandonedAndCancelledDeliveries() throws Exception {
    send(Kind.PLANNED, "a", 20, 1, false);
    send(Kind.PLANNED, "b", 20, 1, false);
    send(Kind.CANCELLED, "b", 20, 2, false);
    operator.processWatermark((20 + RULES.abandonAfter().toDays()) * DAY);
    send(Kind.PLANNED, "c", 600, 400, false);
    operator.processWatermark(586 * DAY);

    assertThat(newest().view().track().overdue).isZero();
    operator.processWatermark((600 + RULES.abandonAfter().toDays()) * DAY);
    assertThat(operator.numEventTimeTimers()).isZero();
    // The track record alone.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void whatIsNotHeardOfForLongIsRemovedThoughNothingComes() throws Exception {
    send(Kind.PLANNED, "a", 20, 1, false);
    assertThat(operator.numKeyedStateEntries()).isEqualTo(2);
    assertThat(operator.numProcessingTimeTimers()).isEqualTo(1);

    operator.setStateTtlProcessingTime(2 * RULES.facetRetention().toMillis());
    operator.setProcessingTime(2 * RULES.facetRetention().toMillis());

    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  private FacetReading newest() {
    List<FacetReading> readings = operator.extractOutputValues();
    return readings.get(readings.size() - 1);
  }

  private void send(Kind kind, String id, int dueDay, int day, boolean late) throws Exception {
    FacetNews news =
        new FacetNews(kind, Facet.SUPPLIER, "acme", 1, id, dueDay * DAY, day * DAY, late);
    operator.processElement(news, day * DAY);
  }
}
