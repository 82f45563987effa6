package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.frauddesk.CardPrecision.Scored;
import java.util.List;
import org.junit.jupiter.api.Test;

class CardPrecisionTest {

  @Test
  void cardHasTheHighestOfItsScoresAndIsDefraudedIfAnyOfItsPaymentsIs() {
    List<Scored> payments =
        List.of(
            new Scored(0, "a", false, 0.9),
            new Scored(0, "a", true, 0.1),
            new Scored(0, "b", false, 0.8),
            new Scored(0, "c", true, 0.7));

    assertThat(CardPrecision.at(1, 1, payments)).isEqualTo(1);
    assertThat(CardPrecision.at(2, 1, payments)).isEqualTo(0.5);
    assertThat(CardPrecision.at(3, 1, payments)).isEqualTo(2 / 3.0, within(1e-9));
  }

  @Test
  void fewerCardsThanAskedForStillCountAsMissed() {
    assertThat(CardPrecision.at(4, 1, List.of(new Scored(0, "a", true, 0.5)))).isEqualTo(0.25);
  }

  @Test
  void defraudedCardThatWasPointedToDoesNotComeAgain() {
    List<Scored> payments =
        List.of(
            new Scored(0, "found", true, 0.9),
            new Scored(0, "missed", true, 0.1),
            new Scored(1, "found", true, 0.9),
            new Scored(1, "missed", true, 0.8));

    // Day 0 finds one of one; on day 1 the card that was missed is first.
    assertThat(CardPrecision.at(1, 2, payments)).isEqualTo(1);
  }

  @Test
  void legitimateCardThatWasPointedToComesAgain() {
    List<Scored> payments =
        List.of(
            new Scored(0, "good", false, 0.9),
            new Scored(1, "good", false, 0.9),
            new Scored(1, "bad", true, 0.8));

    assertThat(CardPrecision.at(1, 2, payments)).isZero();
  }

  @Test
  void isTheMeanOfAllDaysAlsoOfThoseWithoutPayments() {
    assertThat(CardPrecision.at(1, 4, List.of(new Scored(2, "a", true, 0.5)))).isEqualTo(0.25);
  }
}
