package dev.millrace.frauddesk;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Rule;
import dev.millrace.console.ToolException;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Puts the next change of a rule or model on its topic.
 *
 * <p>Kafka cannot refuse what somebody else has overtaken, so the topic is read again afterwards.
 * Of two changes at the same time one is in force: the higher number, of equal ones the first.
 * Whoever lost is told so, and if he came later puts the one in force behind his own, because a
 * compacted topic keeps the last.
 */
final class PolicyUpdate<T extends SpecificRecordBase> {
  private final PolicyTopic<T> topic;
  private final PolicyKind<T> kind;

  PolicyUpdate(PolicyTopic<T> topic) {
    this.topic = requireNonNull(topic);
    this.kind = topic.kind();
  }

  /**
   * What came of it.
   *
   * @param inForce what is in force now
   * @param sent whether anything was sent; false if it would change nothing
   */
  record Outcome<T extends SpecificRecordBase>(Placed<T> inForce, boolean sent) {}

  /** From what is in force, if there is something, to the next. */
  @FunctionalInterface
  interface ToNext<T> {
    T next(Optional<T> before);
  }

  /**
   * Puts the next change of a key.
   *
   * @param change makes it of what is in force; its number, author and time are set here
   * @throws ToolException if it is refused, and nothing is sent; or if somebody else's change at
   *     the same time is in force
   */
  Outcome<T> put(String key, ToNext<T> change, String author, Instant now) {
    // One reading gives both what is changed and the number: what comes later is not undone unseen.
    PolicyHistory<T> before = topic.read();
    Optional<Placed<T>> current = before.inForce(key);
    T wanted = change.next(current.map(Placed::record).or(() -> kind.builtIn(key)));
    T next = kind.stamped(wanted, kind.nextNumber(key, before, now), author, now);
    requireValid(next, now);
    kind.conflict(next, before).ifPresent(why -> refuse(next, why));
    if (current.isPresent()
        && saysTheSame(current.get().record(), next)
        && kind.isSettled(current.get(), before)) {
      return new Outcome<>(current.get(), false);
    }
    long offset = topic.append(next);
    Placed<T> inForce =
        topic
            .read()
            .inForce(key)
            .orElseThrow(
                () ->
                    new ToolException(
                        "%s %d of %s was sent but is not on %s, see %s list"
                            .formatted(
                                kind.numberName(),
                                kind.number(next),
                                key,
                                kind.topic(),
                                kind.command())));
    if (inForce.offset() != offset) {
      if (inForce.offset() < offset) {
        topic.append(inForce.record());
      }
      throw new ToolException(
          "%s %d of %s was put by %s at the same time and is in force; yours is not, look at it with %s list and put it again"
              .formatted(
                  kind.numberName(),
                  kind.number(inForce.record()),
                  key,
                  kind.author(inForce.record()),
                  kind.command()));
    }
    return new Outcome<>(inForce, true);
  }

  private void requireValid(T record, Instant now) {
    Optional<Rule<T>> broken = kind.rules().broken(record, now.toEpochMilli());
    broken.ifPresent(rule -> refuse(record, RecordRules.refusal(rule, record).detail()));
  }

  private void refuse(T record, String why) {
    throw new ToolException("%s is refused, nothing is sent: %s".formatted(kind.key(record), why));
  }

  private boolean saysTheSame(T one, T other) {
    return kind.stamped(other, kind.number(one), kind.author(one), kind.time(one)).equals(one);
  }
}
