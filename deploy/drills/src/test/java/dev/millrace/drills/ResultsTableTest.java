package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultsTableTest {
  private static final Drill DRILL = Catalogue.find("postgres-kill").orElseThrow();

  @Test
  void showsFiguresInSecondsAndMilliseconds() {
    assertThat(ResultsTable.text(List.of(result(4_710, new Audit(8, Set.of(), List.of())))))
        .contains("postgres-kill", "0.0", "97", "28", "-", "4.7", "8 held");
    assertThat(ResultsTable.text(List.of(result(10, new Audit(8, Set.of("I4"), List.of())))))
        .contains("8 held, in part I4");
  }

  @Test
  void showsWhatDidNotHoldAndDoesNotPass() {
    Result broken = result(10, new Audit(7, Set.of(), List.of("I2: 1 breaches, first [\"tx-1\"]")));
    assertThat(broken.passed()).isFalse();
    assertThat(ResultsTable.text(List.of(broken))).contains("I2: 1 breaches, first [\"tx-1\"]");
    assertThat(ResultsTable.json(List.of(broken))).startsWith("{\"passed\":false,");
  }

  @Test
  void rowsThatNeverCameDoNotPassAndHaveNoFigure() {
    Result never = result(Long.MAX_VALUE, new Audit(8, Set.of(), List.of()));
    assertThat(never.passed()).isFalse();
    assertThat(ResultsTable.text(List.of(never))).contains("never");
    assertThat(ResultsTable.json(List.of(never))).doesNotContain("rowsDrainedMs");
  }

  @Test
  void aDrillThatCouldNotBeRunIsARowThatDidNotPass() {
    Failure failure = new Failure(DRILL, 3, "scripts/up failed:\n  no memory");
    assertThat(ResultsTable.text(List.of(failure)))
        .contains("postgres-kill", "FAILED: scripts/up failed: no memory");
    assertThat(ResultsTable.line(failure))
        .isEqualTo("postgres-kill, seed 3: FAILED: scripts/up failed: no memory");
    assertThat(ResultsTable.json(List.of(result(10, new Audit(8, Set.of(), List.of())), failure)))
        .startsWith("{\"passed\":false,")
        .contains(
            "\"seed\":3,\"strikes\":1,\"outageMs\":60000,\"error\":\"scripts/up failed:\\n  no memory\",\"passed\":false}");
  }

  @Test
  void theOutageIsWhatItWasAndNotWhatItWasToBe() {
    Result result = result(10, new Audit(8, Set.of(), List.of()));
    assertThat(ResultsTable.json(List.of(result))).contains("\"strikes\":1,\"outageMs\":61234,");
    assertThat(ResultsTable.text(List.of(result)))
        .contains("PostgreSQL kill -9 amid a batch, down 60 s");
  }

  @Test
  void noDrillIsNoProof() {
    assertThat(ResultsTable.json(List.of())).startsWith("{\"passed\":false,");
    assertThat(ResultsTable.json(List.of(result(10, new Audit(8, Set.of(), List.of())))))
        .startsWith("{\"passed\":true,");
  }

  private static Result result(long rowsDrained, Audit audit) {
    return new Result(
        DRILL,
        1,
        new Timeline.Figures(
            0,
            OptionalLong.of(97),
            OptionalLong.of(28),
            OptionalLong.empty(),
            0,
            rowsDrained,
            61_234),
        audit);
  }
}
