package dev.millrace.supplychain.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supplychain.domain.delivery.DelayForecast;
import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import dev.millrace.supplychain.domain.delivery.Facet;
import dev.millrace.supplychain.domain.delivery.FacetReading;
import dev.millrace.supplychain.domain.delivery.FacetView;
import dev.millrace.supplychain.domain.delivery.PendingForecast;
import dev.millrace.supplychain.domain.delivery.TrackRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForecastDelayTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private KeyedTwoInputStreamOperatorTestHarness<
          String, FacetReading, DeliveryOutcome, DelayForecast>
      operator;

  @BeforeEach
  void open() throws Exception {
    operator = harness(new ForecastDelay(DelayRules.DEFAULT));
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void forecastsWhenAllFacetsHaveSpoken() throws Exception {
    reading("d", 20, Facet.SUPPLIER, false);
    watermark(6 * DAY - 1);
    assertThat(operator.extractOutputValues()).isEmpty();

    reading("d", 20, Facet.LANE, false);
    watermark(6 * DAY);

    DelayForecast forecast = operator.extractOutputValues().get(0);
    assertThat(forecast.deliveryId()).isEqualTo("d");
    assertThat(forecast.time()).isEqualTo(6 * DAY);
    assertThat(forecast.probability()).isBetween(.05, .2);
    assertThat(forecast.arrived()).isFalse();
    assertThat(forecast.effects()).hasSize(Facet.values().length);
  }

  /** What is known of all deliveries is read and written where something of it changes. */
  @Test
  void aReadingAloneChangesNothingOfWhatIsKnown() throws Exception {
    reading("d", 20, Facet.SUPPLIER, false);
    // The delivery, and when it is looked at, which are three maps.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(4);
    watermark(6 * DAY - 1);
    reading("d", 20, Facet.LANE, false);
    assertThat(operator.numKeyedStateEntries()).isEqualTo(4);

    watermark(6 * DAY);
    assertThat(operator.numKeyedStateEntries()).isEqualTo(5);
  }

  @Test
  void everythingHappensInTheOrderOfTime() throws Exception {
    // What is known on day 7 does not enter a forecast of day 6, though it comes before it.
    for (int i = 0; i < 50; i++) {
      operator.processElement2(new DeliveryOutcome("x" + i, 7 * DAY, true, false), 7 * DAY);
    }
    reading("d", 20, Facet.SUPPLIER, false);
    reading("d", 20, Facet.LANE, false);
    reading("e", 22, Facet.SUPPLIER, false);
    reading("e", 22, Facet.LANE, false);
    watermark(10 * DAY);

    List<DelayForecast> forecasts = operator.extractOutputValues();
    assertThat(forecasts).extracting(DelayForecast::deliveryId).containsExactly("d", "e");
    assertThat(forecasts.get(1).probability()).isGreaterThan(2 * forecasts.get(0).probability());
  }

  @Test
  void whatHasArrivedIsForecastAndForgotten() throws Exception {
    operator.processElement2(new DeliveryOutcome("d", 5 * DAY, false, false), 5 * DAY);
    reading("d", 20, Facet.SUPPLIER, true);
    reading("d", 20, Facet.LANE, true);
    watermark(6 * DAY);

    assertThat(operator.extractOutputValues())
        .extracting(DelayForecast::arrived)
        .containsExactly(true);
    assertThatNothingIsPending();
  }

  @Test
  void nothingIsLeftOfArrivedAndAbandonedDeliveries() throws Exception {
    reading("d", 20, Facet.SUPPLIER, false);
    reading("d", 20, Facet.LANE, false);
    reading("e", 20, Facet.SUPPLIER, false);
    reading("e", 20, Facet.LANE, false);
    watermark(10 * DAY);
    operator.processElement2(new DeliveryOutcome("d", 21 * DAY, true, false), 21 * DAY);
    watermark(22 * DAY);

    assertThatNothingIsPending();
  }

  @Test
  void whatHasArrivedLeavesNothingToWaitFor() throws Exception {
    reading("d", 20, Facet.SUPPLIER, false);
    reading("d", 20, Facet.LANE, false);
    reading("e", 20, Facet.SUPPLIER, false);
    watermark(21 * DAY);
    operator.processElement2(new DeliveryOutcome("d", 22 * DAY, true, false), 22 * DAY);
    operator.processElement2(new DeliveryOutcome("e", 22 * DAY, true, true), 22 * DAY);
    watermark(22 * DAY);

    assertThatOnlyTheKnowledgeIsLeft();
  }

  @Test
  void aSavepointOfAnEarlierBuildGoesOn() throws Exception {
    for (String id : List.of("d", "e")) {
      reading(id, 20, Facet.SUPPLIER, false);
      reading(id, 20, Facet.LANE, false);
    }
    watermark(8 * DAY);
    reading("f", 23, Facet.SUPPLIER, false);
    reading("f", 23, Facet.LANE, false);
    reading("g", 23, Facet.SUPPLIER, false);
    operator.processElement2(new DeliveryOutcome("d", 8 * DAY + 1, false, false), 8 * DAY + 1);
    restart(new AsEarlierBuild());
    reading("any", 20, Facet.SUPPLIER, false);
    restart(new ForecastDelay(DelayRules.DEFAULT));

    reading("h", 23, Facet.SUPPLIER, false);
    reading("h", 23, Facet.LANE, false);
    operator.processElement2(new DeliveryOutcome("h", 9 * DAY - 2, false, true), 9 * DAY - 2);
    watermark(9 * DAY - 2);
    assertThat(operator.extractOutputValues()).isEmpty();
    watermark(9 * DAY);
    assertThat(operator.extractOutputValues())
        .extracting(DelayForecast::deliveryId)
        .containsExactly("f");
    assertThatNothingIsPending();
  }

  /** It kept all that was to be done at a moment in one agenda. */
  private static final class AsEarlierBuild
      extends KeyedCoProcessFunction<String, FacetReading, DeliveryOutcome, DelayForecast> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement1(FacetReading reading, Context context, Collector<DelayForecast> out)
        throws Exception {
      DelayRules rules = DelayRules.DEFAULT;
      RuntimeContext states = getRuntimeContext();
      EarlierDeadlines.taken(states, StateTtlConfig.DISABLED);
      Map<Long, Agenda> agendas = new HashMap<>();
      for (Map.Entry<String, PendingForecast> entry :
          states
              .getMapState(new MapStateDescriptor<>("pending", Types.STRING, DeliveryTypes.PENDING))
              .entries()) {
        String id = entry.getKey();
        PendingForecast delivery = entry.getValue();
        at(rules.abandonedAt(delivery.dueAt()), agendas).abandoned().add(id);
        if (delivery.isForecast()) {
          at(rules.overdueAt(delivery.dueAt()), agendas).overdue().add(id);
        } else if (delivery.isComplete()) {
          at(rules.forecastTimer(delivery.dueAt()), agendas).forecasts().add(id);
        }
      }
      MapState<String, DeliveryOutcome> outcomes =
          states.getMapState(
              new MapStateDescriptor<>("outcomes", Types.STRING, DeliveryTypes.OUTCOME));
      for (DeliveryOutcome outcome : outcomes.values()) {
        at(outcome.time(), agendas).outcomes().add(outcome);
      }
      outcomes.clear();
      states
          .getMapState(new MapStateDescriptor<>("agenda", Types.LONG, ForecastDelay.AGENDA))
          .putAll(agendas);
      for (long time : agendas.keySet()) {
        context.timerService().registerEventTimeTimer(time);
      }
    }

    private static Agenda at(long time, Map<Long, Agenda> agendas) {
      return agendas.computeIfAbsent(
          time,
          any ->
              new Agenda(
                  new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    @Override
    public void processElement2(
        DeliveryOutcome outcome, Context context, Collector<DelayForecast> out) {}
  }

  /** After the last timer the knowledge alone is left. */
  private void assertThatNothingIsPending() throws Exception {
    watermark(23 * DAY + DelayRules.DEFAULT.abandonAfter().toMillis());
    assertThatOnlyTheKnowledgeIsLeft();
  }

  private void assertThatOnlyTheKnowledgeIsLeft() {
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  private void restart(
      KeyedCoProcessFunction<String, FacetReading, DeliveryOutcome, DelayForecast> function)
      throws Exception {
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness(function);
    operator.initializeState(snapshot);
    operator.open();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, FacetReading, DeliveryOutcome, DelayForecast>
      harness(KeyedCoProcessFunction<String, FacetReading, DeliveryOutcome, DelayForecast> function)
          throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(function), reading -> "all", outcome -> "all", Types.STRING);
  }

  private void reading(String id, int dueDay, Facet facet, boolean arrived) throws Exception {
    long time = (dueDay - 14) * DAY;
    operator.processElement1(
        new FacetReading(
            id, dueDay * DAY, time, 2, arrived, new FacetView(facet, new TrackRecord(), 1)),
        time - 1);
  }

  private void watermark(long time) throws Exception {
    operator.processWatermark1(new Watermark(time));
    operator.processWatermark2(new Watermark(time));
  }
}
