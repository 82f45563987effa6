package dev.millrace.frauddesk;

import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
import dev.millrace.console.ToolException;
import dev.millrace.sql.DatabaseOptions;
import dev.millrace.sql.PointInTime;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules shadow-report}: what a shadow rule would have done. */
@Command(
    name = "shadow-report",
    mixinStandardHelpOptions = true,
    description = {
      "What a shadow rule would have done, by version and currency, from the table of decisions.",
      "A payment is changed where its answer would be another one: no live rule that held for it has a larger weight, and the rule asks for more than what was decided, or for less if it approves or outweighs. Labels and money are those of changed payments; saved is fraud it would have stopped less fraud it would have let go, in minor units. Its share of declines in a minute is not taken into account: beyond it, it would review."
    })
final class ShadowReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RULE_ID")
  private String ruleId;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "payments made since: 15m, 2h, 7d (ago), 2026-11-22, 2026-11-22T10:00:00Z; default ${DEFAULT-VALUE}")
  private String since = "7d";

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Mixin private DatabaseOptions database;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Instant from = new PointInTime(since).of("--since", Clock.systemUTC().instant());
    List<ShadowReport.Line> lines;
    try (Connection connection = database.connectAsAnalyst()) {
      lines = ShadowReport.of(ruleId, from, connection);
    } catch (SQLException e) {
      throw new ToolException("the database refuses: " + e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(
          Json.line(
              Map.of(
                  "rule_id",
                  ruleId,
                  "since",
                  from.toString(),
                  "lines",
                  lines.stream().map(ShadowReport.Line::fields).toList())));
    } else if (lines.isEmpty()) {
      out.printf("%s has not held in shadow since %s%n", ruleId, from);
    } else {
      out.print(text(lines));
    }
    out.flush();
    return 0;
  }

  private static String text(List<ShadowReport.Line> lines) {
    TextTable table =
        new TextTable(
            lines.get(0).fields().keySet().stream()
                .map(name -> name.replace('_', ' '))
                .toArray(String[]::new));
    lines.forEach(line -> table.add(line.fields().values().toArray()));
    return table.toString();
  }
}
