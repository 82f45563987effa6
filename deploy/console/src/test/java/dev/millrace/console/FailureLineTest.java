package dev.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

class FailureLineTest {
  private final StringWriter err = new StringWriter();

  @Test
  void isOneLineOfTheCommand() {
    assertThat(run(FailureLine.ofTheCommand(), new ToolException("no\n  broker"))).isEqualTo(1);
    assertThat(err).hasToString("mill: no broker\n");
  }

  @Test
  void bearsTheNameOfTheTool() {
    assertThat(run(FailureLine.of("simulate"), new ToolException("no broker"))).isEqualTo(1);
    assertThat(err).hasToString("simulate: no broker\n");
  }

  @Test
  void aDefectIsNoLine() {
    IllegalStateException defect = new IllegalStateException("broken");
    FailureLine line = FailureLine.ofTheCommand();

    assertThatThrownBy(() -> line.handleExecutionException(defect, commandLine(defect), null))
        .isSameAs(defect);
    assertThat(err.toString()).isEmpty();
  }

  private int run(IExecutionExceptionHandler line, RuntimeException failure) {
    return commandLine(failure).setExecutionExceptionHandler(line).execute();
  }

  private CommandLine commandLine(RuntimeException failure) {
    return new CommandLine(new Failing(failure)).setErr(new PrintWriter(err));
  }

  @Command(name = "mill")
  private record Failing(RuntimeException failure) implements Runnable {
    @Override
    public void run() {
      throw failure;
    }
  }
}
