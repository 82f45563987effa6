package dev.millrace.supplychain.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.delivery.DeliveryNews;
import dev.millrace.supplychain.domain.delivery.DeliveryNews.Kind;
import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import dev.millrace.supplychain.domain.delivery.FacetNews;
import dev.millrace.supplychain.domain.delivery.PlannedDelivery;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowDeliveryTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private KeyedOneInputStreamOperatorTestHarness<String, DeliveryNews, FacetNews> operator;

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
  void tellsEachKnownFacetOnce() throws Exception {
    send(DeliveryNews.planned(plan(20), DAY));
    send(DeliveryNews.planned(plan(20), 2 * DAY));

    assertThat(operator.extractOutputValues())
        .extracting(FacetNews::key)
        .containsExactly("SUPPLIER:acme", "LANE:a > b");
    assertThat(operator.extractOutputValues()).extracting(FacetNews::facets).containsOnly(2);
  }

  @Test
  void aNewPlanTakesTheOldOneBack() throws Exception {
    send(DeliveryNews.planned(plan(20), DAY));
    send(DeliveryNews.planned(plan(25), 2 * DAY));

    assertThat(operator.extractOutputValues().subList(2, 6))
        .extracting(FacetNews::kind)
        .containsExactly(Kind.CANCELLED, Kind.CANCELLED, Kind.PLANNED, Kind.PLANNED);
    assertThat(operator.extractOutputValues().subList(2, 6))
        .extracting(FacetNews::dueAt)
        .containsExactly(20 * DAY, 20 * DAY, 25 * DAY, 25 * DAY);
  }

  @Test
  void anOlderVersionOfItsOrderTellsNothing() throws Exception {
    send(DeliveryNews.planned(plan(25), 2 * DAY).inVersion(2));
    send(DeliveryNews.planned(plan(20), DAY).inVersion(1));
    send(DeliveryNews.planned(plan(20), DAY).inVersion(2));
    send(DeliveryNews.cancelled("d", DAY).inVersion(1));

    assertThat(operator.extractOutputValues())
        .extracting(FacetNews::dueAt)
        .containsExactly(25 * DAY, 25 * DAY);
    assertThat(operator.getSideOutput(FollowDelivery.OUTCOMES)).isNull();

    // A confirmation has no version, and counts.
    send(DeliveryNews.arrived("d", 21 * DAY, 22 * DAY));
    assertThat(operator.getSideOutput(FollowDelivery.OUTCOMES)).hasSize(1);
  }

  @Test
  void anOrderThatIsOverIsNotPlannedByAnOlderVersion() throws Exception {
    send(DeliveryNews.cancelled("d", 2 * DAY).inVersion(2));
    send(DeliveryNews.planned(plan(20), DAY).inVersion(1));

    assertThat(operator.extractOutputValues()).isEmpty();
    operator.processWatermark(2 * DAY + DelayRules.DEFAULT.abandonAfter().toMillis());
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void itsEndIsToldOnce() throws Exception {
    send(DeliveryNews.arrived("d", 3 * DAY, 3 * DAY));
    send(DeliveryNews.planned(plan(20), 4 * DAY));
    send(DeliveryNews.arrived("d", 21 * DAY, 22 * DAY));
    send(DeliveryNews.arrived("d", 21 * DAY, 22 * DAY));
    send(DeliveryNews.planned(plan(20), 23 * DAY));

    assertThat(operator.getSideOutput(FollowDelivery.OUTCOMES))
        .extracting(StreamRecord::getValue)
        .containsExactly(new DeliveryOutcome("d", 22 * DAY, true, false));
    assertThat(operator.extractOutputValues()).hasSize(4);
    assertThat(operator.extractOutputValues().get(3).late()).isTrue();
  }

  @Test
  void anEndThatOvertookItsOrderIsToldWithThePlan() throws Exception {
    send(DeliveryNews.arrived("d", 21 * DAY, 21 * DAY));
    assertThat(operator.extractOutputValues()).isEmpty();

    send(DeliveryNews.planned(plan(20), DAY).inVersion(1));
    send(DeliveryNews.planned(plan(25), 2 * DAY).inVersion(2));

    assertThat(operator.extractOutputValues())
        .extracting(FacetNews::kind)
        .containsExactly(Kind.PLANNED, Kind.PLANNED, Kind.ARRIVED, Kind.ARRIVED);
    assertThat(operator.extractOutputValues().get(3).time()).isEqualTo(21 * DAY);
    assertThat(operator.getSideOutput(FollowDelivery.OUTCOMES))
        .extracting(StreamRecord::getValue)
        .containsExactly(new DeliveryOutcome("d", 21 * DAY, true, false));
  }

  @Test
  void aRefusalThatOvertookItsOrderIsToldAfterARestart() throws Exception {
    send(DeliveryNews.cancelled("d", 2 * DAY));
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness();
    operator.initializeState(snapshot);
    operator.open();

    send(DeliveryNews.planned(plan(20), 2 * DAY));

    assertThat(operator.getSideOutput(FollowDelivery.OUTCOMES))
        .extracting(StreamRecord::getValue)
        .containsExactly(new DeliveryOutcome("d", 2 * DAY, false, true));
  }

  @Test
  void anEndWithoutAPlanIsForgottenOnceAbandoned() throws Exception {
    send(DeliveryNews.arrived("d", 3 * DAY, 3 * DAY));
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);

    operator.processWatermark(3 * DAY + DelayRules.DEFAULT.abandonAfter().toMillis());

    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void nothingIsLeftOnceAbandoned() throws Exception {
    send(DeliveryNews.planned(plan(20), DAY));
    send(DeliveryNews.cancelled("d", 2 * DAY));
    operator.processWatermark(20 * DAY + DelayRules.DEFAULT.abandonAfter().toMillis());

    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, DeliveryNews, FacetNews> harness()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new FollowDelivery(DelayRules.DEFAULT)),
        DeliveryNews::deliveryId,
        Types.STRING);
  }

  private void send(DeliveryNews news) throws Exception {
    operator.processElement(news, news.time());
  }

  private static PlannedDelivery plan(int dueDay) {
    return new PlannedDelivery(
        "d", dueDay * DAY, "acme", null, "a > b", null, null, null, null, Stake.UNKNOWN);
  }
}
