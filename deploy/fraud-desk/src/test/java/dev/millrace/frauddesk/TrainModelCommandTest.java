package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrainModelCommandTest {
  private static final String HANDBOOK =
      """
      TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_FRAUD,TX_FRAUD_SCENARIO
      1,2018-04-01 00:00:31,596,3156,57.16,0,0
      """;

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
          --simulate 9 --trees 0              | trees
          --simulate 9 --depth 99             | depth
          --simulate 9 --label-delay 91d      | Invalid options: scoring.label-delay: must be
          --simulate 9 --currency ABC         | Invalid options: scoring.currency: must be
          --simulate 9 --rates EUR            | Invalid options: scoring.rates: must be
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
          --data no-such.csv --label-delay 90d            | no-such.csv cannot be read
          --data no-such.csv --currency HUF               | no-such.csv cannot be read
          """)
  void takesOptionsThatBelongTogether(String arguments, String complaint) {
    assertThat(run(arguments)).isEqualTo(1);
    assertThat(err.toString()).contains(complaint);
  }

  @Test
  void refusesWhatItCouldNotKeepBeforeItTrains() {
    List<String> training = List.of("train-fraud-model", "--simulate", "9");
    assertThat(execute(training, "v", folder.resolve("not-there").resolve("out.json")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--out must be in a folder that is there").hasLineCount(1);
    assertThat(execute(training, "simulator-1", folder.resolve("out.json"))).isEqualTo(2);
    assertThat(err.toString()).contains("--version must be new");
    assertThat(execute(training, " ", folder.resolve("out.json"))).isEqualTo(2);
    assertThat(err.toString()).contains("--version must not be blank");
  }

  @Test
  void learnsFromAFileToItsEnd() throws IOException {
    Path file = folder.resolve("payments.csv");
    Files.writeString(file, HANDBOOK);
    assertThat(run("--data " + file)).isEqualTo(1);
    assertThat(err.toString()).contains("1 payments decided").doesNotContain("overflow");
  }

  private int run(String arguments) {
    List<String> all = new ArrayList<>(List.of("train-fraud-model"));
    all.addAll(List.of(arguments.strip().split(" ")));
    return execute(all, "v", folder.resolve("out.json"));
  }

  private int execute(List<String> arguments, String version, Path out) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--version", version, "--out", out.toString()));
    CommandLine command = FraudDesk.commandLine();
    command.setErr(new PrintWriter(err, true));
    return command.execute(all.toArray(String[]::new));
  }
}
