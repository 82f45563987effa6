package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
  @TempDir Path folder;

  @Test
  void readsWhatIsThereAndLeavesTheHalfWrittenLineOut() throws Exception {
    Trace trace = trace("due_ms,decided_ms\n1000,1010\n1005,1012\n1010,10");
    assertThat(trace.samples()).containsExactly(new Sample(1000, 1010), new Sample(1005, 1012));
  }

  @Test
  void isCalmWhenTheNewestDecisionsAreQuickAndOfPaymentsAfterTheMoment() throws Exception {
    assertThat(new Trace(folder.resolve("not-there")).calmAfter(0)).isFalse();
    assertThat(new Trace(folder.resolve("not-there")).samples()).isEmpty();
    assertThat(trace("due_ms,decided_ms\n").calmAfter(0)).isFalse();
    String quick =
        IntStream.range(2_000, 2_100)
            .mapToObj(due -> due + "," + (due + 20))
            .collect(Collectors.joining("\n", "due_ms,decided_ms\n1000,1900\n", "\n"));
    assertThat(trace(quick).calmAfter(1_999)).isTrue();
    assertThat(trace(quick).calmAfter(2_000)).isFalse();
    assertThat(trace(quick + "2100,3100\n").calmAfter(1_999)).isFalse();
  }

  @Test
  void lookingForCalmReadsTheEndOnly() throws Exception {
    String lines =
        IntStream.range(0, 10_000)
            .mapToObj(due -> "%d,%d".formatted(1_000_000_000_000L + due, 1_000_000_000_020L + due))
            .collect(Collectors.joining("\n", "due_ms,decided_ms\n", "\n"));
    assertThat(trace(lines).calmAfter(1_000_000_009_899L)).isTrue();
    assertThat(trace(lines).calmAfter(1_000_000_009_900L)).isFalse();
    assertThat(trace("ab,cd\n".repeat(1_000) + lines).calmAfter(1_000_000_009_899L))
        .as("whatever stands before")
        .isTrue();
  }

  private Trace trace(String text) throws Exception {
    return new Trace(Files.writeString(folder.resolve("trace.csv"), text));
  }
}
