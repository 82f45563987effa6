package dev.millrace.common.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

class OptionsTableTest {

  @Test
  void showsKeyDefaultFormRuleAndMeaning() {
    List<Option<?>> options =
        List.of(
            Option.requiredText("a.topic", OptionRule.notBlank(), "Topic that is read."),
            Option.duration(
                "a.delay",
                Duration.ofDays(7),
                OptionRule.between(Duration.ofMillis(1), Duration.ofDays(30)),
                "How long to wait."),
            Option.size("a.size", MemorySize.ofMebiBytes(1), OptionRule.any(), "A size."));

    assertThat(OptionsTable.markdown(options))
        .isEqualTo(
            """
            | setting | default | value | meaning |
            |---|---|---|---|
            | `a.topic` | none | a text, required, not blank | Topic that is read. |
            | `a.delay` | `7 d` | a duration such as 500 ms, 10 s or 7 d, between 1 ms and 30 d | How long to wait. |
            | `a.size` | `1 mb` | a size such as 512 kb or 64 mb | A size. |
            """);
  }

  @Test
  void writesDurationsAsAPersonDoes() {
    assertThat(OptionsTable.text(Duration.ofMillis(1500))).isEqualTo("1500 ms");
    assertThat(OptionsTable.text(Duration.ofSeconds(90))).isEqualTo("90 s");
    assertThat(OptionsTable.text(Duration.ofDays(2))).isEqualTo("2 d");
    assertThat(OptionsTable.text(Duration.ZERO)).isEqualTo("0 s");
  }
}
