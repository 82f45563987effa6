package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.console.StackState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestTest {
  @TempDir Path noStack;

  @Test
  void findsEveryBreachThatItPlants() {
    List<String> told = new ArrayList<>();
    List<SelfTest.Plant> plants =
        new SelfTest(new StackState(noStack), Duration.ofDays(7), OneCurrency.EUROS, told::add)
            .run();
    assertThat(plants).hasSize(27).allMatch(SelfTest.Plant::found);
    assertThat(told).contains("skipped: a stale overwrite, which needs the database of a stack");
  }

  @Test
  void saysWhatWasMissed() {
    assertThat(SelfTest.text(List.of(new SelfTest.Plant("a phantom", "I6", List.of("I1")))))
        .contains("a phantom  I6        I1           MISSED");
  }
}
