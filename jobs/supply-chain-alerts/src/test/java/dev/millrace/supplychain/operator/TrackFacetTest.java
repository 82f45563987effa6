package dev.millrace.supplychain.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.state.Retention;
import dev.millrace.supplychain.domain.delivery.DeliveryNews.Kind;
import dev.millrace.supplychain.domain.delivery.ExpectedDelivery;
import dev.millrace.supplychain.domain.delivery.Facet;
import dev.millrace.supplychain.domain.delivery.FacetNews;
import dev.millrace.supplychain.domain.delivery.FacetReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackFacetTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final DelayRules RULES = DelayRules.DEFAULT;

  private KeyedOneInputStreamOperatorTestHarness<String, FacetNews, FacetReading> operator;

  @BeforeEach
  void open() throws Exception {
    operator = harness(new TrackFacet(RULES));
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
    // The track record, the delivery, how many are due with it, and when it is looked at.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(6);
    assertThat(operator.numProcessingTimeTimers()).isEqualTo(1);

    operator.setStateTtlProcessingTime(2 * RULES.facetRetention().toMillis());
    operator.setProcessingTime(2 * RULES.facetRetention().toMillis());

    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  @Test
  void whatHasArrivedLeavesOnlyTheTrackRecord() throws Exception {
    send(Kind.PLANNED, "a", 30, 1, false);
    send(Kind.PLANNED, "b", 30, 1, false);
    operator.processWatermark(20 * DAY);
    send(Kind.ARRIVED, "a", 30, 21, false);
    send(Kind.CANCELLED, "b", 30, 21, false);

    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void aSavepointOfAnEarlierBuildGoesOn() throws Exception {
    send(Kind.PLANNED, "late", 2, 1, false);
    send(Kind.PLANNED, "a", 30, 1, false);
    send(Kind.PLANNED, "b", 30, 1, false);
    send(Kind.PLANNED, "c", 31, 1, false);
    operator.processWatermark(3 * DAY);
    restart(new AsEarlierBuild());
    send(Kind.PLANNED, "any", 1, 3, false);
    restart(new TrackFacet(RULES));

    send(Kind.ARRIVED, "a", 30, 4, false);
    // It would be overdue at the moment at which the late one is abandoned.
    send(Kind.PLANNED, "d", 366, 5, false);
    operator.processWatermark(17 * DAY);

    List<FacetReading> readings = operator.extractOutputValues();
    assertThat(readings)
        .extracting(FacetReading::deliveryId)
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(readings)
        .filteredOn(reading -> reading.dueAt() == 30 * DAY)
        .extracting(reading -> reading.view().companions())
        .containsExactly(2, 2);
    operator.processWatermark(300 * DAY);
    send(Kind.PLANNED, "e", 310, 300, false);
    operator.processWatermark(301 * DAY);
    assertThat(newest().view().track().overdue).isEqualTo(3);

    operator.processWatermark(353 * DAY);
    send(Kind.ARRIVED, "d", 366, 353, false);
    operator.processWatermark((310 + RULES.abandonAfter().toDays()) * DAY);
    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    send(Kind.PLANNED, "f", 800, 700, false);
    operator.processWatermark(800 * DAY);
    assertThat(newest().view().track().overdue).isZero();
  }

  /** It kept all deliveries that are due at a time in an array, and three timers for each time. */
  private static final class AsEarlierBuild
      extends KeyedProcessFunction<String, FacetNews, FacetReading> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(FacetNews news, Context context, Collector<FacetReading> out)
        throws Exception {
      StateTtlConfig timeToLive = Retention.ofLargeMaps(RULES.facetRetention());
      EarlierDeadlines.taken(getRuntimeContext(), timeToLive);
      MapStateDescriptor<String, ExpectedDelivery> expected =
          new MapStateDescriptor<>("deliveries", Types.STRING, DeliveryTypes.EXPECTED);
      MapStateDescriptor<Long, Integer> together =
          new MapStateDescriptor<>("due-together", Types.LONG, Types.INT);
      MapStateDescriptor<Long, ExpectedDelivery[]> arrays =
          new MapStateDescriptor<>(
              "expected", Types.LONG, Types.OBJECT_ARRAY(DeliveryTypes.EXPECTED));
      expected.enableTimeToLive(timeToLive);
      together.enableTimeToLive(timeToLive);
      arrays.enableTimeToLive(timeToLive);
      MapState<String, ExpectedDelivery> deliveries = getRuntimeContext().getMapState(expected);
      Map<Long, List<ExpectedDelivery>> byTime = new HashMap<>();
      for (ExpectedDelivery delivery : deliveries.values()) {
        byTime.computeIfAbsent(delivery.dueAt(), any -> new ArrayList<>()).add(delivery.at(0));
      }
      deliveries.clear();
      getRuntimeContext().getMapState(together).clear();
      MapState<Long, ExpectedDelivery[]> listed = getRuntimeContext().getMapState(arrays);
      for (Map.Entry<Long, List<ExpectedDelivery>> entry : byTime.entrySet()) {
        listed.put(entry.getKey(), entry.getValue().toArray(new ExpectedDelivery[0]));
        long dueAt = entry.getKey();
        for (long time :
            List.of(RULES.forecastTimer(dueAt), RULES.overdueAt(dueAt), RULES.abandonedAt(dueAt))) {
          if (time > news.time()) {
            context.timerService().registerEventTimeTimer(time);
          }
        }
      }
    }
  }

  private void restart(KeyedProcessFunction<String, FacetNews, FacetReading> function)
      throws Exception {
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness(function);
    operator.initializeState(snapshot);
    operator.open();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, FacetNews, FacetReading> harness(
      KeyedProcessFunction<String, FacetNews, FacetReading> function) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(function), FacetNews::key, Types.STRING);
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
