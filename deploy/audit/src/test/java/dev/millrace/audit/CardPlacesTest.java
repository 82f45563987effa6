package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CardPlacesTest {
  private static final long HOUR = 3_600_000;
  private static final Payment.Circumstances BRUSSELS =
      new Payment.Circumstances("m-1", "BE", null, 50.8503, 4.3517);
  private static final Payment.Circumstances PARIS =
      new Payment.Circumstances("m-2", "FR", null, 48.8566, 2.3522);
  private static final Payment.Circumstances ONLINE =
      new Payment.Circumstances("m-3", "FR", "phone", Double.NaN, Double.NaN);

  private final CardPlaces places = new CardPlaces();

  @Test
  void aPlaceIsNewOnce() {
    assertThat(places.figures(payment("t-1", BRUSSELS, 0)))
        .containsEntry("cardFirstAtTerminal", 1.0)
        .containsEntry("cardFirstAtMerchant", 1.0)
        .containsEntry("cardFirstInCountry", 1.0)
        .containsEntry("cardFirstOnDevice", -1.0)
        .containsEntry("cardTravelKm", -1.0)
        .containsEntry("cardTravelKmh", -1.0);
    places.add(payment("t-1", BRUSSELS, 0));
    places.add(payment("t-2", PARIS, HOUR));
    assertThat(places.figures(payment("t-1", ONLINE, 2 * HOUR)))
        .containsEntry("cardFirstAtTerminal", 0.0)
        .containsEntry("cardFirstAtMerchant", 1.0)
        .containsEntry("cardFirstInCountry", 0.0)
        .containsEntry("cardFirstOnDevice", 1.0);
  }

  @Test
  void aLatePaymentIsTheFirstIfOthersCameLater() {
    places.add(payment("t-1", PARIS, 5 * HOUR));
    assertThat(places.figures(payment("t-1", BRUSSELS, HOUR)))
        .containsEntry("cardFirstAtTerminal", 1.0)
        .containsEntry("cardTravelKm", -1.0);
  }

  @Test
  void travelIsAlongAGreatCircleFromTheNewestPlace() {
    places.add(payment("t-1", BRUSSELS, 0));
    places.add(payment("t-2", ONLINE, HOUR));
    Map<String, Double> figures = places.figures(payment("t-3", PARIS, 2 * HOUR));
    assertThat(figures.get("cardTravelKm")).isCloseTo(263.9, within(0.5));
    assertThat(figures.get("cardTravelKmh")).isCloseTo(132, within(0.5));
    assertThat(places.figures(payment("t-3", PARIS, 1)).get("cardTravelKmh"))
        .isCloseTo(60 * 263.9, within(30.0));
  }

  @Test
  void firstUsesAreLeftAloneOnceMorePlacesAreKnownThanAJobRemembers() {
    for (int i = 0; i < 129; i++) {
      places.add(payment("t-" + i, Payment.Circumstances.UNKNOWN, i));
    }
    assertThat(places.figures(payment("t-1", BRUSSELS, HOUR)))
        .containsOnlyKeys("cardTravelKm", "cardTravelKmh");
  }

  private static Payment payment(String terminal, Payment.Circumstances there, long time) {
    return new Payment(
        new Place(Topics.PAYMENTS, 0, time),
        0,
        "tx-" + time,
        "card",
        terminal,
        100,
        "EUR",
        time,
        "null null",
        there);
  }
}
