package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
  private static final String QUICK =
      IntStream.range(2_000, 2_100)
          .mapToObj(due -> due + "," + (due + 20))
          .collect(Collectors.joining("\n", "due_ms,decided_ms\n1000,1900\n", "\n"));

  @TempDir Path folder;

  @Test
  void readsWhatIsThereAndLeavesTheHalfWrittenLineOut() throws Exception {
    Trace trace = trace("due_ms,decided_ms\n1000,1010\n1005,1012\n1010,10");
    assertThat(trace.payments())
        .isEqualTo(new Traced(List.of(new Sample(1000, 1010), new Sample(1005, 1012)), List.of()));
    assertThat(trace("due_ms,decided_ms\n1000,1010\n1005,").payments().undecided()).isEmpty();
  }

  @Test
  void whatIsUndecidedAtTheEndIsAsLateAsItIsThen() throws Exception {
    Trace trace = trace("due_ms,decided_ms\n1000,1010\n1005,\n1007,\n");
    assertThatThrownBy(trace::payments)
        .isInstanceOf(ToolException.class)
        .hasMessage("no status beside the trace " + trace.file());
    status("9000,3,2,1005");
    assertThat(trace.payments())
        .isEqualTo(
            new Traced(
                List.of(new Sample(1000, 1010)),
                List.of(new Sample(1005, 9000), new Sample(1007, 9000))));
  }

  @Test
  void isCalmWhenTheNewestDecisionsAreQuickAndOfPaymentsAfterTheMoment() throws Exception {
    Trace nothing = new Trace(folder.resolve("not-there"));
    assertThat(nothing.calmAfter(0, 0)).isFalse();
    assertThat(nothing.payments()).isEqualTo(Traced.NOTHING);
    status("2200,102,2,2190");
    assertThat(trace("due_ms,decided_ms\n").calmAfter(0, 2_300)).isFalse();
    assertThat(trace(QUICK).calmAfter(1_999, 2_300)).isTrue();
    assertThat(trace(QUICK).calmAfter(2_000, 2_300)).isFalse();
    assertThat(trace(QUICK + "2100,3100\n").calmAfter(1_999, 2_300)).isFalse();
  }

  /** One subtask or partition stands still, and the others decide as quickly as ever. */
  @Test
  void isNotCalmWhileAPaymentWaits() throws Exception {
    Trace trace = trace(QUICK);
    status("3100,102,2,2101");
    assertThat(trace.calmAfter(1_999, 3_200)).isTrue();
    status("3100,102,2,2100");
    assertThat(trace.calmAfter(1_999, 3_200)).isFalse();
    status("3100,102,0,");
    assertThat(trace.calmAfter(1_999, 3_200)).isTrue();
    assertThat(trace.calmAfter(1_999, 5_100)).as("nothing was heard since").isFalse();
  }

  @Test
  void isNotCalmWithoutAStatus() throws Exception {
    assertThat(trace(QUICK).calmAfter(1_999, 2_300)).isFalse();
    assertThat(trace(QUICK).status()).isEmpty();
    status("2200,102,2,2190");
    assertThat(trace(QUICK).status())
        .hasValue(new TraceStatus(2_200, 102, 2, OptionalLong.of(2_190)));
    status("2200,102");
    assertThatThrownBy(() -> trace(QUICK).status())
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("trace.csv.status");
  }

  @Test
  void lookingForCalmReadsTheEndOnly() throws Exception {
    String lines =
        IntStream.range(0, 10_000)
            .mapToObj(due -> "%d,%d".formatted(1_000_000_000_000L + due, 1_000_000_000_020L + due))
            .collect(Collectors.joining("\n", "due_ms,decided_ms\n", "\n"));
    long now = 1_000_000_011_000L;
    status(now + ",10000,0,");
    assertThat(trace(lines).calmAfter(1_000_000_009_899L, now)).isTrue();
    assertThat(trace(lines).calmAfter(1_000_000_009_900L, now)).isFalse();
    assertThat(trace("ab,cd\n".repeat(1_000) + lines).calmAfter(1_000_000_009_899L, now))
        .as("whatever stands before")
        .isTrue();
  }

  private Trace trace(String text) throws Exception {
    return new Trace(Files.writeString(folder.resolve("trace.csv"), text));
  }

  private void status(String line) throws Exception {
    Files.writeString(
        folder.resolve("trace.csv.status"), "at_ms,sent,undecided,oldest_due_ms\n" + line + "\n");
  }
}
