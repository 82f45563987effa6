package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AuditCommandTest {

  @Test
  void aRateThatIsNoneIsToldBeforeAnythingIsRead() {
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new AuditCommand())
            .setErr(new PrintWriter(err, true))
            .execute("--rates", "HUF -0.0026");
    assertThat(err.toString())
        .startsWith(
            "--currency and --rates must be as scoring.currency and scoring.rates of the job: a rate"
                + " must be above 0, is '-0.0026'");
    assertThat(exitCode).isEqualTo(2);
  }
}
