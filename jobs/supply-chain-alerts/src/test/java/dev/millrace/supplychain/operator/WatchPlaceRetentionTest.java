package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.Shipments.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.place.DisruptionRules;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.place.Suspicion;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What is left of a place that is not heard of any more. */
class WatchPlaceRetentionTest {
  private static final Duration RETENTION = Duration.ofDays(180);
  private static final DisruptionRules RULES =
      new DisruptionRules(0.98, 0.7, 3, 9, 2, 1_800_000, 43_200_000, 259_200_000);

  @Test
  void shipmentsThatAreNotHeardOfForLongAreRemovedThoughNothingComes() throws Exception {
    var operator =
        new KeyedOneInputStreamOperatorTestHarness<String, Passage, Suspicion>(
            new KeyedProcessOperator<>(new WatchPlace(RULES, RETENTION)),
            Passage::place,
            Types.STRING);
    operator.open();
    for (int i = 0; i < 100; i++) {
      operator.processElement(expected("s" + i), at(0));
    }
    // The place, the shipments and their deadlines, which are three maps.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(5);
    assertThat(operator.numProcessingTimeTimers()).isEqualTo(1);

    operator.setStateTtlProcessingTime(2 * RETENTION.toMillis());
    operator.setProcessingTime(2 * RETENTION.toMillis());

    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numProcessingTimeTimers()).isZero();
    operator.processWatermark(at(1_000));
    assertThat(operator.extractOutputValues()).isEmpty();
    assertThat(operator.numEventTimeTimers()).isZero();
    operator.close();
  }

  private static Passage expected(String shipment) {
    return new Passage(
        SubjectType.PORT,
        "NLRTM",
        Passage.Kind.EXPECTED,
        shipment,
        BusinessStep.ARRIVING,
        at(100),
        at(100) - at(0),
        0,
        "lane",
        "CN1>DE1",
        100L,
        "EUR",
        List.of("o"),
        at(0),
        null);
  }
}
