package dev.millrace.frauddesk;

import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
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
      PolicyKind<T> kind, String key, ToNext<T> change, CommandSpec spec) {
    PrintWriter out = spec.commandLine().getOut();
    PolicyTopic<T> topic = topics.topic(kind, spec.commandLine().getErr());
    T wanted = change.next(known(topic.read(), key));
    PolicyUpdate.Outcome<T> outcome =
        new PolicyUpdate<>(topic).put(wanted, author(), Clock.systemUTC().instant());
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

  /** From what is in force, if there is something, to the next. */
  @FunctionalInterface
  interface ToNext<T> {
    T next(Optional<T> before);
  }

  private static <T extends SpecificRecordBase> Optional<T> known(
      PolicyHistory<T> history, String key) {
    return history.inForce(key).map(Placed::record).or(() -> history.kind().builtIn(key));
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
