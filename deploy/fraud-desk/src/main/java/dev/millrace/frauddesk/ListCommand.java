package dev.millrace.frauddesk;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecordBase;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is in force on a topic, and below it what the job refuses. */
abstract class ListCommand<T extends SpecificRecordBase> implements Callable<Integer> {
  private final PolicyKind<T> kind;

  @Mixin private PolicyTopicOptions options;

  @Option(names = "--all", description = "retired ones as well")
  private boolean all;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec private CommandSpec spec;

  ListCommand(PolicyKind<T> kind) {
    this.kind = requireNonNull(kind);
  }

  /** Whether it is shown only when all are. */
  abstract boolean isRetired(T record);

  /** Records under each other, for people. */
  abstract String table(List<T> records, PolicyHistory<T> history);

  /** A record for programs; who changed it when, and where it stands, is added. */
  abstract Map<String, Object> object(T record, PolicyHistory<T> history);

  @Override
  public Integer call() {
    PolicyHistory<T> history = options.topic(kind, spec.commandLine().getErr()).read();
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(objects(history, all)) : text(history, all));
    out.flush();
    return 0;
  }

  String text(PolicyHistory<T> history, boolean withRetired) {
    StringBuilder text =
        new StringBuilder(
            table(shown(history, withRetired).stream().map(Placed::record).toList(), history));
    for (Placed<T> placed : history.refused()) {
      text.append(
          "refused: %s %s %d: %s%n"
              .formatted(
                  kind.key(placed.record()),
                  kind.numberName(),
                  kind.number(placed.record()),
                  placed.complaint()));
    }
    return text.toString();
  }

  Map<String, Object> objects(PolicyHistory<T> history, boolean withRetired) {
    return Map.of(
        kind.noun() + "s",
        shown(history, withRetired).stream().map(placed -> object(placed, history)).toList(),
        "refused",
        history.refused().stream().map(placed -> object(placed, history)).toList());
  }

  private List<Placed<T>> shown(PolicyHistory<T> history, boolean withRetired) {
    return history.inForce().stream()
        .filter(placed -> withRetired || !isRetired(placed.record()))
        .toList();
  }

  private Map<String, Object> object(Placed<T> placed, PolicyHistory<T> history) {
    T record = placed.record();
    Map<String, Object> object = object(record, history);
    object.put("author", kind.author(record));
    object.put("event_time", kind.time(record).toString());
    object.put("offset", placed.offset());
    if (!placed.isValid()) {
      object.put("refused", placed.complaint());
    }
    return object;
  }
}
