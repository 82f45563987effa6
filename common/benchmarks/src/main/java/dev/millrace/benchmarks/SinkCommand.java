package dev.millrace.benchmarks;

import dev.millrace.common.delivery.SinkLoad;
import dev.millrace.common.delivery.WriteMode;
import dev.millrace.common.delivery.WritingWay;
import dev.millrace.common.testing.TestPostgres;
import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how many rows a second the database takes, by each way to write them. */
@Command(
    name = "sink",
    mixinStandardHelpOptions = true,
    description = {
      "Rows a second into a PostgreSQL of its own that syncs each commit: plain JDBC batches, and three ways that might"
          + " be faster, side by side; one writer and two, both write modes.",
      "Figures are medians of three rounds."
    })
final class SinkCommand implements Callable<Integer> {
  private static final List<Integer> WRITERS = List.of(1, 2);

  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "Run for seconds only: shows that everything runs, says nothing about speed.")
  private boolean quick;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Map<SinkReport.Case, List<Double>> measured = new LinkedHashMap<>();
    try (TestPostgres database = TestPostgres.startDurable()) {
      if (!quick) {
        round(database, 20, new LinkedHashMap<>());
      }
      for (int round = 1; round <= (quick ? 1 : 3); round++) {
        spec.commandLine().getErr().printf("round %d%n", round);
        spec.commandLine().getErr().flush();
        round(database, quick ? 2 : 60, measured);
      }
    } catch (SQLException e) {
      throw new ToolException("the measurement failed: " + e.getMessage(), e);
    }
    SinkReport report = SinkReport.of(measured);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(report.tree()) : report.text());
    out.flush();
    return 0;
  }

  /** All cases once, so that what else the machine does slows all of them. */
  private static void round(
      TestPostgres database, int batches, Map<SinkReport.Case, List<Double>> measured)
      throws SQLException {
    for (WriteMode mode : WriteMode.values()) {
      SinkLoad load = new SinkLoad(database, mode, batches);
      for (int writers : WRITERS) {
        for (WritingWay way : WritingWay.values()) {
          measured
              .computeIfAbsent(new SinkReport.Case(mode, writers, way), unused -> new ArrayList<>())
              .add(load.rowsPerSecond(way, writers));
        }
      }
    }
  }
}
