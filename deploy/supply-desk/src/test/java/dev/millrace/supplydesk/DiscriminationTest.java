package dev.millrace.supplydesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.millrace.supplydesk.Discrimination.Forecast;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscriminationTest {
  @Test
  void isPerfectWhereAllThatHappensComesFirst() {
    Discrimination figures =
        Discrimination.of(
            List.of(new Forecast(.1, false), new Forecast(.9, true), new Forecast(.8, true)));

    assertThat(figures).isEqualTo(new Discrimination(1, 1, 3));
  }

  @Test
  void equalProbabilitiesAreOneStep() {
    Discrimination figures =
        Discrimination.of(
            List.of(
                new Forecast(.9, false),
                new Forecast(.5, true),
                new Forecast(.5, false),
                new Forecast(.1, true)));

    // Pairs: .5 over .9 lost, .5 and .5 half won, .1 lost twice.
    assertThat(figures.auc()).isCloseTo(.5 / 4, offset(1e-9));
    assertThat(figures.ap()).isCloseTo(.5 / 3 + .5 * 2 / 4, offset(1e-9));
  }
}
