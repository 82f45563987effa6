package dev.millrace.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.console.UsageLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class NotifyCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer a\nsecret", "\uFEFFBearer secret"})
  void anAuthorizationThatIsNoHeaderIsNamedAndNotShown(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("authorization"), content);

    assertThat(refused("--authorization-file", file.toString()))
        .contains("--authorization-file must hold one line", file.toString())
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "--url, ftp://127.0.0.1/hook, '--url must be an http or https address, is ftp://127.0.0.1/hook'",
    "--timeout, 301, '--timeout must be 1 to 300, is 301'",
    "--max-age, 0, '--max-age must be 1 or more, is 0'",
    "--metrics-address, 127.0.0.1, '--metrics-address must be HOST:PORT, is 127.0.0.1'",
    "--metrics-address, 127.0.0.1:70000, '--metrics-address must be HOST:PORT, is 127.0.0.1:70000'",
  })
  void aBadOptionIsNamedWithItsRuleAndValue(String option, String value, String message) {
    assertThat(refused(option, value)).contains(message);
  }

  /** What is said of options with which the command does not start. */
  private static String refused(String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    if (!arguments.contains("--url")) {
      arguments.addAll(List.of("--url", "http://127.0.0.1:1/hook"));
    }
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new NotifyCommand())
            .setParameterExceptionHandler(new UsageLine())
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(new String[0]));
    assertThat(code).isEqualTo(2);
    return err.toString();
  }
}
