package dev.millrace.supplychain.domain.coldchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProductClassesTest {

  @Test
  void readsRangesWithOneOrTwoLimits() {
    ProductClasses classes =
        ProductClasses.parse("CHILLED 2..8 30m; FROZEN ..-18 15m; WARM 15.5.. 2h");

    assertThat(classes.of("CHILLED")).isEqualTo(new TemperatureRange(2, 8, Duration.ofMinutes(30)));
    assertThat(classes.of("FROZEN").excess(-40)).isZero();
    assertThat(classes.of("FROZEN").excess(-15)).isEqualTo(3);
    assertThat(classes.of("WARM").excess(10)).isEqualTo(5.5);
    assertThat(classes.of("WARM").grace()).isEqualTo(Duration.ofHours(2));
    assertThat(classes.of("OTHER")).isNull();
    assertThat(classes.of(null)).isNull();
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> ProductClasses.parse("CHILLED 2..8 30m; FROZEN -18 15m"))
        .hasMessage("must be %s, got 'FROZEN -18 15m'".formatted(ProductClasses.RULE));
    assertThatThrownBy(() -> ProductClasses.parse("CHILLED 8..2 30m"))
        .hasMessage("the range of CHILLED must begin below its end, got 'CHILLED 8..2 30m'");
    assertThatThrownBy(() -> ProductClasses.parse("A 1..2 1m;A 1..2 1m"))
        .hasMessage("class A must be named once, got 'A 1..2 1m;A 1..2 1m'");
    assertThat(ProductClasses.isValid("CHILLED 2..8 30m")).isTrue();
    assertThat(ProductClasses.isValid("")).isFalse();
  }
}
