package dev.millrace.sql;

import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dead-letters list}: newest first. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the records that jobs could not use, newest first.")
final class ListDeadLettersCommand implements Callable<Integer> {
  private static final int MOST = 100_000;
  private static final String SHORT = "id, recorded_at, stage, reason, detail, replayed_at";

  @Mixin private DatabaseOptions options;

  @Option(names = "--job", description = "only those that this job refused")
  private String job;

  @Option(names = "--stage", description = "DECODE, VALIDATE, PROCESS or WRITE")
  private String stage;

  @Option(names = "--reason", description = "only this reason, for example unknown-schema-id")
  private String reason;

  @Option(names = "--topic", description = "only those that came from this topic")
  private String topic;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "only those written since: 15m, 2h, 7d, 2026-11-22, 2026-11-22T10:00:00Z")
  private String since;

  @Option(names = "--limit", description = "at most so many, 1 to 100000; default ${DEFAULT-VALUE}")
  private int limit = 50;

  @Option(names = "--json", description = "print one JSON object, with keys and values in base64")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException {
    if (limit < 1 || limit > MOST) {
      throw new ToolException("--limit must be 1 to %d, not %d".formatted(MOST, limit));
    }
    Instant from = since == null ? null : new Since(since).before(Instant.now());
    DeadLetterFilter filter =
        new DeadLetterFilter()
            .with("job", job)
            .with("stage", stage)
            .with("reason", reason)
            .with("source_topic", topic)
            .since(from);
    PrintWriter out = spec.commandLine().getOut();
    try (Connection connection = options.connectAsAnalyst();
        PreparedStatement query = filter.select(connection, json ? "*" : SHORT, limit);
        ResultSet rows = query.executeQuery()) {
      if (json) {
        out.print(Json.line(Map.of("dead_letters", read(rows))));
      } else {
        new AlignedFormat().write(rows, out);
      }
    }
    out.flush();
    return 0;
  }

  private static List<DeadLetter> read(ResultSet rows) throws SQLException {
    List<DeadLetter> letters = new ArrayList<>();
    while (rows.next()) {
      letters.add(DeadLetter.of(rows));
    }
    return letters;
  }
}
