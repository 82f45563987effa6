package dev.millrace.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.console.UsageLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class NotifyCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer a\nsecret", "\uFEFFBearer secret"})
  void anAuthorizationThatIsNoHeaderIsNamedAndNotShown(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("authorization"), content);
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new NotifyCommand())
            .setParameterExceptionHandler(new UsageLine())
            .setErr(new PrintWriter(err, true))
            .execute("--url", "http://127.0.0.1:1/hook", "--authorization-file", file.toString());

    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .contains("--authorization-file must hold one line", file.toString())
        .doesNotContain("secret");
  }
}
