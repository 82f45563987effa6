package dev.millrace.recommendations.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VariantsTest {
  private static final Variants VARIANTS =
      new Variants(
          List.of(
              new Variant("calm", 9, RankingSettings.DEFAULT),
              new Variant("bold", 1, RankingSettings.DEFAULT)));

  @Test
  void dividesSessionsByShare() {
    long bold = 0;
    for (int i = 0; i < 10_000; i++) {
      bold += VARIANTS.of("session-" + i).name().equals("bold") ? 1 : 0;
    }

    assertThat(bold).isBetween(900L, 1_100L);
  }

  @Test
  void aSessionStaysInItsVariant() {
    // Part of the contract: a release that moves sessions spoils every experiment.
    assertThat(
            IntStream.range(0, 30)
                .filter(i -> VARIANTS.of("session-" + i).name().equals("bold"))
                .boxed())
        .containsExactly(8, 10, 27);
  }

  @Test
  void aVariantThatIsGoneIsTheFirst() {
    assertThat(VARIANTS.named("bold").name()).isEqualTo("bold");
    assertThat(VARIANTS.named("of another experiment").name()).isEqualTo("calm");
  }
}
