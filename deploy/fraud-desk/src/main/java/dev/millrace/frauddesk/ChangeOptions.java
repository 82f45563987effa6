package dev.millrace.frauddesk;

import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecordBase;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Changes a rule or a model, and says what is in force then. */
final class ChangeOptions {
  @Mixin private PolicyTopicOptions topics;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "who makes the change; default: the name of this machine's user")
  private String author;

  /** Puts the next change of a key that may be new. */
  <T extends SpecificRecordBase> void put(
      PolicyKind<T> kind, String key, PolicyUpdate.ToNext<T> change, CommandSpec spec) {
    PrintWriter out = spec.commandLine().getOut();
    PolicyTopic<T> topic = topics.topic(kind, spec.commandLine().getErr());
    PolicyUpdate.Outcome<T> outcome =
        new PolicyUpdate<>(topic).put(key, change, author(), Clock.systemUTC().instant());
    T record = outcome.inForce().record();
    out.printf(
        "%s %s %d is in force: %s, put by %s at %s%s%n",
        kind.key(record),
        kind.numberName(),
        kind.number(record),
        kind.effect(record),
        kind.author(record),
        kind.time(record),
        outcome.sent() ? "" : " (it says the same: nothing is sent)");
    out.flush();
  }

  /** Puts the next change of a key that is there. */
  <T extends SpecificRecordBase> void change(
      PolicyKind<T> kind, String key, UnaryOperator<T> change, CommandSpec spec) {
    put(
        kind,
        key,
        before -> change.apply(before.orElseThrow(() -> unknown(kind, key, spec))),
        spec);
  }

  private <T extends SpecificRecordBase> ToolException unknown(
      PolicyKind<T> kind, String key, CommandSpec spec) {
    String known =
        topics.topic(kind, spec.commandLine().getErr()).read().inForce().stream()
            .map(placed -> kind.key(placed.record()))
            .collect(Collectors.joining(", "));
    return new ToolException(
        "no %s '%s' is in force; there are: %s"
            .formatted(kind.noun(), key, known.isEmpty() ? "none" : known));
  }

  private String author() {
    return author == null ? System.getProperty("user.name") : author;
  }
}
