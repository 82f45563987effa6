package dev.millrace.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulatorTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          payments --rate 0                     | --rate must be above 0, is 0.0
          payments --rate 5 --fast              | mutually exclusive
          payments --count 0                    | --count must be 1 or more, is 0
          payments --days 0                     | --days must be 1 or more, is 0
          payments --data x.csv --days 3        | --data with --days needs --from
          payments --fraud-share 0.7            | --fraud-share must be from 0 to 0.5, is 0.7
          payments --hot-card 2                | --hot-card must be from 0 to 1, is 2.0
          payments --hot-terminal 2            | --hot-terminal must be from 0 to 1, is 2.0
          payments --data x --hot-terminal 0.2 | --hot-terminal is for synthetic payments, not for --data
          payments --data x --cards 5           | --cards is for synthetic payments, not for --data
          payments --data x --terminals 5       | --terminals is for synthetic payments, not for --data
          payments --data x --fraud-share 0.1   | --fraud-share is for synthetic payments, not for --data
          payments --count 1 --trace x         | --trace needs --await
          payments --count 1 --timeout 5s       | --timeout needs --await
          payments --count 1 --warm-up 0s       | --warm-up needs --await
          payments --count 1 --await --timeout 0s | --timeout must be above 0
          payments --bad -1                     | --bad must be 0 or more, is -1
          payments --await                      | --await needs an end: --count, --days or --data
          payments --await=some --count 5       | expected one of [NEW, ALL] (case-insensitive) but was 'some'
          payments --labels-after soon          | must be a duration such as 7d, 12h, 5m, 30s or 500ms, is 'soon'
          payments --from 1969-01-01            | --from must be 1970-01-01 or later, is 1969-01-01
          payments --from tomorrow              | tomorrow
          shop --data x --items 100             | --items is for synthetic sessions, not for --data
          shop --data x --sessions 200          | --sessions is for synthetic sessions, not for --data
          shop --count 1 --timeout 5s           | --timeout needs --await
          shop --count 1 --warm-up 5s           | --warm-up needs --await
          shop --count 1 --impressions 0        | --impressions needs --await
          shop --count 1 --await --impressions 21 | --impressions must be from 0 to 20, is 21
          supply --rate 0                       | --rate must be above 0, is 0.0
          supply --days 0                       | --days must be 1 or more, is 0
          supply --live --from 2026-01-01 --days 3 | --days is of no use with --live and --from
          supply --calm-days -1                 | --calm-days must be 0 or more, is -1
          supply --disruptions flood            | --disruptions must be all, none or kinds such as port-closure, is flood
          hostile --count 0                     | --count must be 1 or more, is 0
          hostile --seed x                      | --seed
          hostile --only truncated,tumbstone    | --only must name kinds, is tumbstone; there are bad-magic-byte,
          hostile --not tumbstone               | --not must name kinds, is tumbstone; there are bad-magic-byte,
          """)
  void refusesWrongOptionsWithTheRule(String arguments, String complaint) {
    assertThat(run(arguments.strip().split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(complaint);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"payments", "supply", "hostile"})
  void saysHowToGoOnWhereNoStackIsUp(String command) {
    System.setProperty("millrace.state", folder.toString());
    try {
      assertThat(run(command, "--count", "5")).isEqualTo(1);
    } finally {
      System.clearProperty("millrace.state");
    }
    assertThat(err.toString())
        .startsWith("simulate: no stack is up: ")
        .contains("endpoints.properties", "scripts/up")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "payments --cards 5 --terminals 9 --fraud-share 0.1 --count 5 --await --timeout 5s --warm-up 1s",
        "payments --data x --seed 7",
        "shop --items 100 --sessions 9 --count 5 --await --timeout 5s --warm-up 1s",
        "shop --data x --await --timeout 5s",
        "supply --live --days 3",
        "supply --live --from 2026-01-01",
        "hostile --only schema-recursive,tombstone --not zeros"
      })
  void takesOptionsThatBelongTogether(String arguments) {
    System.setProperty("millrace.state", folder.toString());
    try {
      assertThat(run(arguments.split(" "))).isEqualTo(1);
    } finally {
      System.clearProperty("millrace.state");
    }
    assertThat(err.toString()).startsWith("simulate: no stack is up: ");
  }

  @Test
  void saysWhichFileCannotBeRead() {
    assertThat(
            run(
                "payments",
                "--data",
                "no-such.csv",
                "--bootstrap-servers",
                "127.0.0.1:1",
                "--registry-url",
                "http://127.0.0.1:1"))
        .isEqualTo(1);
    assertThat(err.toString())
        .startsWith("simulate: --data no-such.csv cannot be read")
        .hasLineCount(1);
  }

  private int run(String... arguments) {
    CommandLine command = Simulator.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
