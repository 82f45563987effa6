package dev.millrace.common.quality;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111", // Visa
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "5500005555555559", // Mastercard
        "2223003122003222", // Mastercard, its newer range
        "378282246310005", // American Express
        "30569309025904", // Diners Club
        "6011111111111117", // Discover
        "3530111333300000", // JCB
        "4222222222222", // 13 digits
        "6304000000000000018", // 19 digits
        "000000000018" // 12 digits
      })
  void isACardNumber(String number) {
    assertThat(CardNumbers.isCardNumber(number)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "4111111111111112", // wrong check digit
        "00000000018", // 11 digits
        "63040000000000000000", // 20 digits
        "4111  1111 1111 1111", // two separators
        " 4111111111111111",
        "4111111111111111 ",
        "4111.1111.1111.1111",
        "card-4111111111111111",
        "\u0664\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661",
        "tok_1a2b3c"
      })
  void isNone(String text) {
    assertThat(CardNumbers.isCardNumber(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "4111111111111111, ************1111",
    "pan=4111 1111 1111 1111., pan=**** **** **** 1111.",
    "4111111111111111 and 378282246310005, ************1111 and ***********0005",
    "000001 4111111111111111, 000001 ************1111", // a text's length may look like a separator
    "41111111111111110abc, *************1110abc", // or like one more digit
    "\u20ac 4111111111111111 \u20ac, \u20ac ************1111 \u20ac"
  })
  void masksNumbersInText(String text, String masked) {
    assertThat(CardNumbers.masked(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "1522540831000", // a time; no issuer's number begins with 1
        "12345678901234567890123456789012",
        "2026-11-23 10:00:00.000",
        "sim-1-4000000"
      })
  void leavesOtherTextAsItIs(String text) {
    assertThat(CardNumbers.masked(text)).isSameAs(text);
    byte[] bytes = text.getBytes(ISO_8859_1);
    assertThat(CardNumbers.masked(bytes)).isSameAs(bytes);
  }

  @Test
  void masksInACopy() {
    byte[] bytes = " 374245455400126\u0006".getBytes(ISO_8859_1);
    byte[] before = bytes.clone();

    assertThat(new String(CardNumbers.masked(bytes), ISO_8859_1))
        .isEqualTo(" ***********0126\u0006");
    assertThat(bytes).isEqualTo(before);
  }
}
