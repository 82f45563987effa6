package dev.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void ordinaryTextStaysAsItIs() {
    String text = "'; DROP TABLE x; -- <b>\u00e4\u20ac\ud83d\udcb3</b>";
    assertThat(Printable.of(text)).isSameAs(text);
  }

  @Test
  void whatWouldPlayWithTheTerminalIsANumber() {
    assertThat(Printable.of("a\u001b[31mb\u0000c\nd\u202ee\u2028f\u200bg\ud83dh"))
        .isEqualTo("a\\u001b[31mb\\u0000c\\nd\\u202ee\\u2028f\\u200bg\\ud83dh");
  }

  @Test
  void longTextIsCut() {
    assertThat(Printable.of("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Printable.of("abcdef", 5)).isEqualTo("abcde...");
  }
}
