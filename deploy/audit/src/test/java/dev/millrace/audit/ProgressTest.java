package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.audit.Progress.Running;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String JOB = "fraud-scoring";

  private final Progress progress = new Progress();

  @Test
  void oneMoreCheckpointIsAskedOfEachJob() {
    progress.see(List.of(new Running("a", JOB, 7)));
    assertThat(trouble(new Running("a", JOB, 7))).containsExactly(JOB + " completes no checkpoint");
    assertThat(trouble(new Running("a", JOB, 8))).isEmpty();
  }

  @Test
  void aJobThatWasRestartingAtTheFirstLookHasToCompleteOneToo() {
    progress.see(List.of());
    assertThat(trouble(new Running("a", JOB, 7))).containsExactly(JOB + " completes no checkpoint");
    assertThat(trouble(new Running("a", JOB, 7))).containsExactly(JOB + " completes no checkpoint");
    assertThat(trouble(new Running("a", JOB, 8))).isEmpty();
  }

  @Test
  void aJobThatIsSubmittedAgainCountsAnew() {
    progress.see(List.of(new Running("a", JOB, 7)));
    assertThat(trouble(new Running("b", JOB, 0))).containsExactly(JOB + " completes no checkpoint");
    assertThat(trouble(new Running("b", JOB, 1))).isEmpty();
  }

  @Test
  void aJobThatRunsTwiceIsTold() {
    progress.see(List.of());
    assertThat(trouble(new Running("a", JOB, 7), new Running("b", JOB, 9)))
        .containsExactly("fraud-scoring runs 2 times");
  }

  private List<String> trouble(Running... running) {
    progress.see(List.of(running));
    return progress.trouble(JOB, List.of(running)).stream().toList();
  }
}
