package dev.millrace.supplydesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
  private static final String DELIVERIES =
      "id,project_code,po_so,country,fulfill_via,vendor_inco_term,scheduled_delivery_date,"
          + "delivered_to_client_date,delivery_recorded_date,vendor,manufacturing_site,delayed\n";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void scoresTheDetectorThroughItsOperator() throws IOException {
    Path points = points();

    assertThat(run("--data", points.toString(), "--threshold", ".77", "--json")).isZero();

    assertThat(out.toString())
        .startsWith("{\"nab\":{\"standard\":")
        .endsWith("\"threshold\":0.77}}\n");
    double standard = Double.parseDouble(out.toString().split("[:,]", -1)[2]);
    assertThat(standard).isGreaterThan(80);
  }

  @Test
  void printsTheDetectorBesidePublishedOnes() throws IOException {
    assertThat(run("--data", points().toString())).isZero();

    assertThat(out.toString())
        .startsWith("1 windows\ndetector")
        .contains("Numenta HTM, published on all files")
        .contains("Millrace, these files, threshold 0.7700");
  }

  @Test
  void scoresGivenScores() throws IOException {
    Path points = points();
    StringBuilder scores = new StringBuilder("file,timestamp,anomaly_score\n");
    for (int i = 0; i < 1_000; i++) {
      scores.append("a.csv,%s,%d%n".formatted(time(i), i == 690 ? 1 : 0));
    }
    Path given = Files.writeString(folder.resolve("scores.csv"), scores);

    assertThat(run("--data", points.toString(), "--scores", given.toString(), "--json")).isZero();

    assertThat(out.toString())
        .isEqualTo(
            "{\"nab\":{\"standard\":100.0,\"low_fp\":100.0,\"low_fn\":100.0,\"threshold\":1.0}}\n");
  }

  @Test
  void forecastsDeliveriesThroughTheOperators() throws IOException {
    StringBuilder csv = new StringBuilder(DELIVERIES);
    LocalDate start = LocalDate.of(2012, 1, 1);
    for (int i = 0; i < 200; i++) {
      LocalDate due = start.plusDays(3L * i);
      boolean late = i % 2 == 0;
      LocalDate arrived = late ? due.plusDays(5) : due.minusDays(i % 20 == 1 ? 30 : 1);
      csv.append(
          "%d,p,o%d,\"Congo, DRC\",Direct,EXW,%s,%s,%s,%s,site,%d%n"
              .formatted(i, i, due, arrived, arrived, late ? "slow" : "fast", late ? 1 : 0));
    }
    Path file = Files.writeString(folder.resolve("deliveries.csv"), csv);

    assertThat(run("--data", file.toString(), "--to", "2013-06-30", "--json")).isZero();

    assertThat(out.toString())
        .isEqualTo(
            "{\"scms\":{\"auc\":1.0,\"ap\":1.0,\"scored\":61,\"open\":{\"auc\":1.0,\"ap\":1.0,\"scored\":58}}}\n");
  }

  @Test
  void saysWhatIsWrongWithTheData() throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), "a,b\n");

    assertThat(run("--data", file.toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "evaluate: %s: first line must be that of NAB points (file,timestamp,value) or of SCMS deliveries, got a,b\n"
                .formatted(file));
  }

  @Test
  void saysWhichValueIsWrong() throws IOException {
    Path points = Files.writeString(folder.resolve("p.csv"), "file,timestamp,value\na,2014,1\n");
    Files.writeString(folder.resolve("nab-windows.csv"), "file,window_start,window_end\n");

    assertThat(run("--data", points.toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "evaluate: %s, line 2: time must be like 2014-04-01 00:00:00, got 2014\n"
                .formatted(points));
  }

  @Test
  void aWindowThatFitsNoPointsIsNoWindow() throws IOException {
    Path points = points();
    Path windows = folder.resolve("nab-windows.csv");
    Files.writeString(
        windows,
        "file,window_start,window_end\nfolder/a.csv,%s,%s\n".formatted(time(690), time(760)));

    assertThat(run("--data", points.toString())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("evaluate: %s, line 2: must be file,window_start".formatted(windows));
  }

  @Test
  void optionsThatASimulationCannotRunWithAreRefusedAtOnce() {
    assertThat(simulate("-D", "clock.latenes=1 s")).isEqualTo(1);
    assertThat(simulate("-D", "clock.lateness=10 min")).isEqualTo(1);
    assertThat(simulate("-D", "clock.mode=events")).isEqualTo(1);

    assertThat(err.toString())
        .contains("clock.latenes")
        .contains("--lead must be 601 or more, is 300")
        .contains("clock.mode must be live")
        .doesNotContain("\tat ");
  }

  /** A day and night of 1,000 points with a spike in row 700, and its window beside it. */
  private Path points() throws IOException {
    StringBuilder points = new StringBuilder("file,timestamp,value\n");
    for (int i = 0; i < 1_000; i++) {
      double value = i == 700 ? 500 : 20 + i * 7919 % 101 / 50.0;
      points.append("a.csv,%s,%s%n".formatted(time(i), value));
    }
    Files.writeString(
        folder.resolve("nab-windows.csv"),
        "file,window_start,window_end\na.csv,%s,%s\n".formatted(time(690), time(760)));
    return Files.writeString(folder.resolve("points.csv"), points);
  }

  private static String time(int row) {
    return LocalDateTime.of(2014, 4, 1, 0, 0).plusMinutes(5L * row).toString().replace('T', ' ')
        + ":00";
  }

  private int run(String... arguments) {
    return execute(List.of("evaluate"), arguments);
  }

  private int simulate(String... arguments) {
    return execute(List.of("evaluate-simulation", "--simulate"), arguments);
  }

  private int execute(List<String> command, String... arguments) {
    CommandLine desk = SupplyDesk.commandLine();
    desk.setOut(new PrintWriter(out, true));
    desk.setErr(new PrintWriter(err, true));
    return desk.execute(
        Stream.concat(command.stream(), Stream.of(arguments)).toArray(String[]::new));
  }
}
