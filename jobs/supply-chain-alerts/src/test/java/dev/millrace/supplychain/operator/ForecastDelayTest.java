package dev.millrace.supplychain.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supplychain.domain.delivery.DelayForecast;
import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import dev.millrace.supplychain.domain.delivery.Facet;
import dev.millrace.supplychain.domain.delivery.FacetReading;
import dev.millrace.supplychain.domain.delivery.FacetView;
import dev.millrace.supplychain.domain.delivery.TrackRecord;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
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
    operator =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new ForecastDelay(DelayRules.DEFAULT)),
            reading -> "all",
            outcome -> "all",
            Types.STRING);
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

  /** After the last timer the knowledge alone is left. */
  private void assertThatNothingIsPending() throws Exception {
    watermark(20 * DAY + DelayRules.DEFAULT.abandonAfter().toMillis());
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numEventTimeTimers()).isZero();
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
