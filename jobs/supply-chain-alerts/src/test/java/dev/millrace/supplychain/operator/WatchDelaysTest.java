package dev.millrace.supplychain.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.AlertKind;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.delivery.DelayForecast;
import dev.millrace.supplychain.domain.delivery.DeliveryNews;
import dev.millrace.supplychain.domain.delivery.Facet;
import dev.millrace.supplychain.domain.delivery.PlannedDelivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchDelaysTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private KeyedTwoInputStreamOperatorTestHarness<String, DeliveryNews, DelayForecast, Finding>
      operator;

  @BeforeEach
  void open() throws Exception {
    operator =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new WatchDelays(DelayRules.DEFAULT)),
            DeliveryNews::deliveryId,
            DelayForecast::deliveryId,
            Types.STRING);
    operator.open();
    news(DeliveryNews.planned(plan(20), DAY));
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void saysWhatIsLikelyToBeLateAndWhenItHasArrived() throws Exception {
    forecast(.7, false);
    news(DeliveryNews.arrived("d", 21 * DAY, 21 * DAY));

    List<Finding> findings = operator.extractOutputValues();
    assertThat(findings)
        .extracting(Finding::status)
        .containsExactly(Finding.Status.RAISED, Finding.Status.CLEARED);
    Finding raised = findings.get(0);
    assertThat(raised.kind()).isEqualTo(AlertKind.LATE_DELIVERY_RISK);
    assertThat(raised.subject()).isEqualTo("ORDER:d");
    assertThat(raised.summary()).isEqualTo("Delivery d is late with a probability of 70 %");
    assertThat(raised.evidence()).containsEntry("probability", .7).containsEntry("lane_logit", 1.0);
    assertThat(raised.stake().valueMinor()).isEqualTo(500);
    assertThat(raised.parents()).containsExactly("SUPPLIER:acme");
    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  @Test
  void staysSilentOfWhatIsUnlikelyOrHasArrived() throws Exception {
    forecast(.49, false);
    forecast(.9, true);

    assertThat(operator.extractOutputValues()).isEmpty();
  }

  @Test
  void aNewPlanClearsIt() throws Exception {
    forecast(.7, false);
    news(DeliveryNews.planned(plan(20), 7 * DAY));
    assertThat(operator.extractOutputValues()).hasSize(1);

    news(DeliveryNews.planned(plan(30), 8 * DAY));
    assertThat(operator.extractOutputValues().get(1).status()).isEqualTo(Finding.Status.CLEARED);
  }

  @Test
  void anOlderVersionOfTheOrderChangesNothing() throws Exception {
    news(DeliveryNews.planned(plan(20), 2 * DAY).inVersion(2));
    forecast(.7, false);

    news(DeliveryNews.planned(plan(30), DAY).inVersion(1));
    news(DeliveryNews.cancelled("d", DAY).inVersion(1));
    assertThat(operator.extractOutputValues()).hasSize(1);

    news(DeliveryNews.cancelled("d", 8 * DAY).inVersion(3));
    assertThat(operator.extractOutputValues())
        .extracting(Finding::status)
        .containsExactly(Finding.Status.RAISED, Finding.Status.CLEARED);
    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  @Test
  void aPlanThatItsEndHasOvertakenIsNotFollowed() throws Exception {
    news(DeliveryNews.cancelled("d", 2 * DAY));
    news(DeliveryNews.arrived("d", 5 * DAY, 5 * DAY));
    news(DeliveryNews.planned(plan(20), 4 * DAY));
    forecast(.7, false);
    assertThat(operator.extractOutputValues()).isEmpty();

    news(DeliveryNews.planned(plan(20), 6 * DAY));
    forecast(.7, false);
    assertThat(operator.extractOutputValues()).hasSize(1);
  }

  @Test
  void anEndWithoutAPlanIsForgottenOnceAbandoned() throws Exception {
    news(DeliveryNews.cancelled("d", 2 * DAY));
    news(DeliveryNews.arrived("d", 5 * DAY, 5 * DAY));
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);

    operator.processBothWatermarks(
        new Watermark(5 * DAY + DelayRules.DEFAULT.abandonAfter().toMillis()));
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  private void forecast(double probability, boolean arrived) throws Exception {
    operator.processElement2(
        new DelayForecast("d", 20 * DAY, 6 * DAY, probability, arrived, Map.of(Facet.LANE, 1.0)),
        6 * DAY);
  }

  private void news(DeliveryNews news) throws Exception {
    operator.processElement1(news, news.time());
  }

  private static PlannedDelivery plan(int dueDay) {
    return new PlannedDelivery(
        "d",
        dueDay * DAY,
        "acme",
        null,
        "a > b",
        null,
        null,
        null,
        null,
        new Stake(500L, "EUR", dueDay * DAY, null, List.of("d")));
  }
}
