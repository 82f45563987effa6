package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DrillsTest {
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
    assertThat(run("kafka-kil")).isEqualTo(2);
    assertThat(err.toString()).contains("kafka-kil is no drill; there are taskmanager-kill, ");
  }

  @Test
  void everyDrillHasANameOfItsOwn() {
    assertThat(Catalogue.names()).doesNotHaveDuplicates();
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
