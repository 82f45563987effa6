package dev.millrace.fraud.domain;

import static dev.millrace.fraud.Payments.NOON;
import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.payments.Transaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CardPlacesTest {

  @Test
  void placeIsNewOnce() {
    Transaction first = everywhere("a", Duration.ZERO);
    Transaction second = everywhere("b", Duration.ofHours(1));

    Features before = figures(CardPlaces.EMPTY, first);
    Features after = figures(CardPlaces.EMPTY.with(first), second);

    for (Feature feature :
        new Feature[] {
          Feature.CARD_FIRST_AT_TERMINAL,
          Feature.CARD_FIRST_AT_MERCHANT,
          Feature.CARD_FIRST_IN_COUNTRY,
          Feature.CARD_FIRST_ON_DEVICE
        }) {
      assertThat(before.of(feature)).as(feature.key()).isEqualTo(1);
      assertThat(after.of(feature)).as(feature.key()).isZero();
    }
  }

  @Test
  void placeThatIsNotNamedIsUnknown() {
    Features features = figures(CardPlaces.EMPTY, payment("a").build());

    assertThat(features.of(Feature.CARD_FIRST_AT_TERMINAL)).isEqualTo(1);
    assertThat(features.of(Feature.CARD_FIRST_AT_MERCHANT)).isEqualTo(Features.UNKNOWN);
    assertThat(features.of(Feature.CARD_FIRST_IN_COUNTRY)).isEqualTo(Features.UNKNOWN);
    assertThat(features.of(Feature.CARD_FIRST_ON_DEVICE)).isEqualTo(Features.UNKNOWN);
    assertThat(features.of(Feature.CARD_TRAVEL_KMH)).isEqualTo(Features.UNKNOWN);
  }

  @Test
  void theSameIdOfAnotherKindIsAnotherPlace() {
    CardPlaces places = CardPlaces.EMPTY.with(payment("a").setTerminalId("x").build());

    assertThat(
            figures(places, payment("b").setMerchantId("x").build())
                .of(Feature.CARD_FIRST_AT_MERCHANT))
        .isEqualTo(1);
  }

  @Test
  void latePaymentDoesNotKnowOfLaterUse() {
    CardPlaces places = CardPlaces.EMPTY.with(everywhere("later", Duration.ofHours(2)));
    Transaction late = everywhere("late", Duration.ofHours(1));

    assertThat(figures(places, late).of(Feature.CARD_FIRST_AT_TERMINAL)).isEqualTo(1);
    assertThat(figures(places, late).of(Feature.CARD_TRAVEL_KM)).isEqualTo(Features.UNKNOWN);
    assertThat(
            figures(places.with(late), everywhere("between", Duration.ofMinutes(90)))
                .of(Feature.CARD_FIRST_AT_TERMINAL))
        .isZero();
  }

  @Test
  void travelIsAlongAGreatCircle() {
    CardPlaces zurich = CardPlaces.EMPTY.with(located("a", Duration.ZERO, 47.3769, 8.5417));
    Transaction london = located("b", Duration.ofMinutes(30), 51.5072, -0.1276);

    Features features = figures(zurich.with(payment("nowhere").build()), london);

    assertThat(features.of(Feature.CARD_TRAVEL_KM)).isEqualTo(776, within(2.0));
    assertThat(features.of(Feature.CARD_TRAVEL_KMH)).isEqualTo(1552, within(4.0));
  }

  @Test
  void travelWithinAMinuteCountsAsAMinute() {
    CardPlaces places = CardPlaces.EMPTY.with(located("a", Duration.ZERO, 0, 0));
    Features features = figures(places, located("b", Duration.ZERO, 0, 0.01));

    assertThat(features.of(Feature.CARD_TRAVEL_KM)).isEqualTo(1.112, within(0.001));
    assertThat(features.of(Feature.CARD_TRAVEL_KMH)).isEqualTo(66.7, within(0.1));
  }

  @Test
  void forgetsThePlaceThatWasUsedLongestAgo() {
    CardPlaces places = CardPlaces.EMPTY;
    for (int i = 0; i <= CardPlaces.MAX_PLACES; i++) {
      places = places.with(at("terminal-" + i, Duration.ofMinutes(i)));
      // Used all the time, so it stays.
      places = places.with(at("terminal-1", Duration.ofMinutes(i)));
    }
    Duration now = Duration.ofDays(1);

    assertThat(places.tokens()).hasSize(CardPlaces.MAX_PLACES);
    assertThat(figures(places, at("terminal-1", now)).of(Feature.CARD_FIRST_AT_TERMINAL)).isZero();
    assertThat(figures(places, at("terminal-0", now)).of(Feature.CARD_FIRST_AT_TERMINAL))
        .isEqualTo(1);
  }

  @Test
  void aLatePaymentTakesNoNewerPlace() {
    CardPlaces places = CardPlaces.EMPTY;
    for (int i = 0; i < CardPlaces.MAX_PLACES; i++) {
      places = places.with(at("terminal-" + i, Duration.ofMinutes(i + 1)));
    }

    CardPlaces after = places.with(at("terminal-late", Duration.ZERO));

    Duration now = Duration.ofDays(1);
    assertThat(figures(after, at("terminal-0", now)).of(Feature.CARD_FIRST_AT_TERMINAL)).isZero();
    assertThat(figures(after, at("terminal-late", now)).of(Feature.CARD_FIRST_AT_TERMINAL))
        .isEqualTo(1);
  }

  private static Features figures(CardPlaces places, Transaction payment) {
    Features features = Features.none();
    places.into(features, payment);
    return features;
  }

  private static Transaction at(String terminal, Duration afterNoon) {
    return payment("t").setTerminalId(terminal).setEventTime(NOON.plus(afterNoon)).build();
  }

  private static Transaction everywhere(String id, Duration afterNoon) {
    return payment(id)
        .setEventTime(NOON.plus(afterNoon))
        .setMerchantId("merchant")
        .setMerchantCountry("CH")
        .setDeviceId("device")
        .setLatitude(47.0)
        .setLongitude(8.0)
        .build();
  }

  private static Transaction located(
      String id, Duration afterNoon, double latitude, double longitude) {
    return payment(id)
        .setEventTime(NOON.plus(afterNoon))
        .setLatitude(latitude)
        .setLongitude(longitude)
        .build();
  }
}
