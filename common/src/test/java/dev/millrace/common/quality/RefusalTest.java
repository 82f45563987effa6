package dev.millrace.common.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.suite.Stage;
import org.junit.jupiter.api.Test;

class RefusalTest {

  @Test
  void controlCharactersBecomeQuestionMarksAndOtherTextStays() {
    Refusal refusal =
        new Refusal(Stage.DECODE, "r", "a\u0000b\tc\r\nd\u001b[31me\u007ff\u009bg \u00e4\u20ac");

    assertThat(refusal.detail()).isEqualTo("a?b?c??d?[31me?f?g \u00e4\u20ac");
  }

  @Test
  void cardNumbersAreMaskedWhateverTheyAreSaidOf() {
    assertThat(new Refusal(Stage.WRITE, "r", "Key (id)=(4111111111111111) exists").detail())
        .isEqualTo("Key (id)=(************1111) exists");
  }
}
