package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DrillsTest {
  private static final String KEPT = "data and logs are kept in ";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new Drills())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void listsTheDrills() {
    assertThat(run("--list")).isZero();
    assertThat(out.toString())
        .contains("taskmanager-kill", "postgres-kill", "database-cut")
        .hasLineCount(Catalogue.ALL.size());
  }

  @Test
  void asksForADrillAndNamesWhatThereIs() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("name a drill, or all: taskmanager-kill, ");
    assertThat(run("all", "kafka-kil")).isEqualTo(2);
    assertThat(err.toString()).contains("kafka-kil is no drill; there are taskmanager-kill, ");
  }

  @Test
  void drillsThatCannotBeRunDoNotPassAndDoNotEndTheOthers(@TempDir Path noScripts) {
    System.setProperty("millrace.root", noScripts.toString());
    try {
      assertThat(run("kafka-kill", "postgres-kill", "--json")).isOne();
    } finally {
      System.clearProperty("millrace.root");
    }
    assertThat(out.toString())
        .startsWith("{\"passed\":false,\"drills\":[{\"drill\":\"kafka-kill\",")
        .contains(
            "{\"drill\":\"postgres-kill\",\"seed\":1,\"strikes\":1,\"outageMs\":60000,\"error\":\"cannot run scripts/up\"");
    err.toString()
        .lines()
        .filter(line -> line.startsWith(KEPT))
        .forEach(line -> delete(Path.of(line.substring(KEPT.length()))));
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyDrillHasANameOfItsOwn() {
    assertThat(Catalogue.names()).doesNotHaveDuplicates();
  }

  @Test
  void aDrillSaysHowLongItsOutageIs() {
    Drill drill = Catalogue.find("postgres-kill").orElseThrow();
    assertThat(drill.what()).isEqualTo("PostgreSQL kill -9 amid a batch, down 60 s");
    assertThat(drill.shortened().what()).isEqualTo("PostgreSQL kill -9 amid a batch, down 20 s");
    assertThat(Catalogue.find("poison-storm").orElseThrow().what())
        .contains("60 s", "20 % of all are bad");
  }

  @Test
  void aShortDrillStrikesTwiceAndBrieflyAtMost() {
    for (Drill drill : Catalogue.ALL) {
      Drill shortened = drill.shortened();
      assertThat(shortened.strikes()).isBetween(1, 2);
      assertThat(shortened.outage()).isLessThanOrEqualTo(Duration.ofSeconds(20));
    }
  }
}
