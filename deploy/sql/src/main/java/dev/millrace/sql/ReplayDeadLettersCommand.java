package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.Json;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dead-letters replay}: repaired records go back where they came from. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Puts records back on their topics and marks them replayed.")
final class ReplayDeadLettersCommand implements Callable<Integer> {
  private static final int MOST_ATTEMPTS = 1_000;

  private final Function<String, Broker> kafka;

  @Mixin private DatabaseOptions options;
  @Mixin private DeadLetterFilterOptions wanted;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "these, as 'dead-letters list' prints them")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "all that were not replayed")
  private boolean all;

  @Option(names = "--limit", description = "at most so many, the oldest, from 1; default: no limit")
  private Long limit;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description =
          "leave a record that was put back so often, 1 to 1000; default ${DEFAULT-VALUE}")
  private int maxAttempts = 3;

  @Option(names = "--dry-run", description = "print what would happen; send and mark nothing")
  private boolean dryRun;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "default: kafka.bootstrap-servers of the running stack")
  private String servers;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec private CommandSpec spec;

  ReplayDeadLettersCommand() {
    this(KafkaBroker::at);
  }

  /**
   * @param kafka the cluster at an address
   */
  ReplayDeadLettersCommand(Function<String, Broker> kafka) {
    this.kafka = requireNonNull(kafka);
  }

  @Override
  public Integer call() throws SQLException {
    DeadLetterFilter filter = selected();
    requireRange();
    ReplayKind kind = dryRun ? ReplayKind.DRY : ReplayKind.LIVE;
    ReplayReport report = new ReplayReport(kind);
    try (Connection reading = options.connectAsWriter();
        Connection marking = options.connectAsWriter();
        ReplaySelection selection =
            new ReplaySelection(reading, filter, limit == null ? Long.MAX_VALUE : limit);
        Broker broker = kafka.apply(bootstrapServers())) {
      ReplayPlan plan = new ReplayPlan(maxAttempts, broker::topic);
      ReplayBatch batches =
          switch (kind) {
            case LIVE -> new LiveReplay(marking, plan, broker);
            case DRY -> new DryReplay(marking, plan);
          };
      new Replay(batches, report).run(selection, ids);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(report.figures()) : report.text());
    out.flush();
    report
        .complaint()
        .ifPresent(
            line -> {
              throw new ToolException(line);
            });
    return 0;
  }

  private DeadLetterFilter selected() {
    int ways = (ids.isEmpty() ? 0 : 1) + (wanted.isEmpty() ? 0 : 1) + (all ? 1 : 0);
    if (ways == 0) {
      throw new ToolException(
          "say which: IDs, --reason, --stage, --topic, --job, --since, --until, or --all for all that were not replayed");
    }
    if (ways > 1) {
      throw new ToolException("IDs, filters and --all exclude each other");
    }
    return ids.isEmpty() ? wanted.filter().notReplayed() : new DeadLetterFilter().ids(ids);
  }

  private void requireRange() {
    if (limit != null && limit < 1) {
      throw new ToolException("--limit must be at least 1, not %d".formatted(limit));
    }
    if (limit != null && !ids.isEmpty()) {
      throw new ToolException("--limit is for filters and --all, not for IDs");
    }
    if (maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS) {
      throw new ToolException(
          "--max-attempts must be 1 to %d, not %d".formatted(MOST_ATTEMPTS, maxAttempts));
    }
  }

  private String bootstrapServers() {
    return servers == null
        ? StackState.ofThisProcess().endpoint("kafka.bootstrap-servers")
        : servers;
  }
}
