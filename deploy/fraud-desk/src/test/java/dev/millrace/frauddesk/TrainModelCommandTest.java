package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrainModelCommandTest {
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --data x --cards 2000               | --cards is for --simulate, not for --data
          --data x --fraud-share 0.009        | --fraud-share is for --simulate, not for --data
          --simulate 9 --from 2018-07-25      | --from is for --data, not for --simulate
          --data x --days 7                   | --days needs --from
          """)
  void refusesOptionsOfNoUse(String arguments, String complaint) {
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).startsWith("train-fraud-model: " + complaint).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --data no-such.csv                              | no-such.csv cannot be read
          --simulate 9 --cards 0 --fraud-share 0.1        | cards
          """)
  void takesOptionsThatBelongTogether(String arguments, String complaint) {
    assertThat(run(arguments)).isEqualTo(1);
    assertThat(err.toString()).contains(complaint);
  }

  private int run(String arguments) {
    List<String> all = new ArrayList<>(List.of("train-fraud-model"));
    all.addAll(List.of(arguments.strip().split(" ")));
    all.addAll(List.of("--version", "v", "--out", folder.resolve("out.json").toString()));
    CommandLine command = FraudDesk.commandLine();
    command.setErr(new PrintWriter(err, true));
    return command.execute(all.toArray(String[]::new));
  }
}
