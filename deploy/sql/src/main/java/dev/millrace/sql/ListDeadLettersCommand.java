package dev.millrace.sql;

import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dead-letters list}: newest first, or counted. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the records that jobs could not use, newest first.")
final class ListDeadLettersCommand implements Callable<Integer> {
  private static final int MOST = 100_000;
  private static final int USUAL = 50;

  /** What senders and databases say can be long. */
  private static final int WIDEST = 120;

  private static final String SHORT = "id, recorded_at, stage, reason, detail, replayed_at";

  @Mixin private DatabaseOptions options;
  @Mixin private DeadLetterFilterOptions wanted;

  @Option(names = "--not-replayed", description = "only those that were not put back")
  private boolean notReplayed;

  @Option(names = "--limit", description = "at most so many, 1 to 100000; default 50")
  private Integer limit;

  @Option(names = "--summary", description = "count them by job, topic, stage and reason")
  private boolean summary;

  @Option(names = "--json", description = "print one JSON object, with keys and values in base64")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException {
    if (limit != null && summary) {
      throw new ToolException("--limit is of no use with --summary, which counts all");
    }
    if (limit != null && (limit < 1 || limit > MOST)) {
      throw new ToolException("--limit must be 1 to %d, not %d".formatted(MOST, limit));
    }
    DeadLetterFilter filter = wanted.filter();
    if (notReplayed) {
      filter.notReplayed();
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Connection connection = options.connectAsAnalyst();
        PreparedStatement query =
            summary
                ? filter.count(connection)
                : filter.select(connection, json ? "*" : SHORT, limit == null ? USUAL : limit);
        ResultSet rows = query.executeQuery()) {
      if (!json) {
        AlignedFormat.cutAt(WIDEST).write(rows, out);
      } else if (summary) {
        out.print(Json.line(Map.of("reasons", counts(rows))));
      } else {
        out.print(Json.line(Map.of("dead_letters", letters(rows))));
      }
    }
    out.flush();
    return 0;
  }

  private static List<DeadLetter> letters(ResultSet rows) throws SQLException {
    List<DeadLetter> letters = new ArrayList<>();
    while (rows.next()) {
      letters.add(DeadLetter.of(rows));
    }
    return letters;
  }

  private static List<DeadLetterCount> counts(ResultSet rows) throws SQLException {
    List<DeadLetterCount> counts = new ArrayList<>();
    while (rows.next()) {
      counts.add(DeadLetterCount.of(rows));
    }
    return counts;
  }
}
