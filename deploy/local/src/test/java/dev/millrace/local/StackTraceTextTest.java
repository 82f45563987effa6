package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTraceTextTest {
  @Test
  void theInnermostCauseIsTheReasonWithAllItsLines() {
    assertThat(
            StackTraceText.reason(
                """
                WARNING: something else
                ------------------------------------------------------------
                 The program finished with the following exception:

                org.apache.flink.client.program.ProgramInvocationException: The main method caused an error
                \tat org.apache.flink.client.program.PackagedProgram.callMainMethod(PackagedProgram.java:372)
                Caused by: dev.millrace.common.job.InvalidOptionsException: Invalid options:
                  job.parallelism must be 1 to 32768, is '0'
                  foo is not an option
                \tat dev.millrace.Job.main(Job.java:1)
                \t... 8 more
                """))
        .containsExactly(
            "Invalid options:",
            "  job.parallelism must be 1 to 32768, is '0'",
            "  foo is not an option");
  }

  @Test
  void anExceptionWhoseNameSaysSomethingKeepsIt() {
    assertThat(StackTraceText.reason("java.io.FileNotFoundException: /x/y\n\tat a.B.c(B.java:1)"))
        .containsExactly("FileNotFoundException: /x/y");
  }

  @Test
  void anExceptionWithoutMessageIsItsName() {
    assertThat(StackTraceText.reason("Caused by: java.lang.NullPointerException\n\tat a.B.c(B)"))
        .containsExactly("NullPointerException");
  }

  @Test
  void textWithoutAnyExceptionIsTheReason() {
    assertThat(StackTraceText.reason("Could not get job jar\n"))
        .containsExactly("Could not get job jar");
    assertThat(StackTraceText.reason("")).containsExactly("no reason given");
  }
}
