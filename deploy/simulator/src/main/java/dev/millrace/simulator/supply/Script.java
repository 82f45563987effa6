package dev.millrace.simulator.supply;

import dev.millrace.simulator.payments.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The disruptions that were begun, and what each step finds of them. */
final class Script {
  private final List<Disruption> begun = new ArrayList<>();
  private final List<Truth> incidents = new ArrayList<>();

  /** Begins a disruption. */
  Disruption begin(
      DisruptionKind kind, String subject, long from, long durationMs, int signsNeeded) {
    Disruption disruption =
        new Disruption(
            "%s-%d".formatted(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), begun.size()),
            kind,
            subject,
            from,
            from + durationMs,
            signsNeeded);
    begun.add(disruption);
    return disruption;
  }

  /** What is going on with a subject at a time. */
  Optional<Disruption> on(DisruptionKind kind, String subject, long time) {
    // The newest first: of those that are over there are many.
    for (int i = begun.size() - 1; i >= 0; i--) {
      Disruption disruption = begun.get(i);
      if (disruption.kind() == kind
          && disruption.subject().equals(subject)
          && disruption.isOn(time)) {
        return Optional.of(disruption);
      }
    }
    return Optional.empty();
  }

  /** Whether anything of a kind went on with a subject since a time. */
  boolean wasOn(DisruptionKind kind, String subject, long since) {
    return begun.stream()
        .anyMatch(
            disruption ->
                disruption.kind() == kind
                    && disruption.subject().equals(subject)
                    && disruption.to() > since);
  }

  /** Whether something suffers, or suffered, from a disruption. */
  boolean hasAffected(String what) {
    return begun.stream().anyMatch(disruption -> disruption.hasAffected(what));
  }

  /** Whether anything goes on at a time, or did shortly before, that holds up goods. */
  boolean isBusy(long time, long calmMs) {
    return begun.stream()
        .anyMatch(
            disruption ->
                disruption.holdsUpGoods()
                    && time >= disruption.from()
                    && time < disruption.to() + calmMs);
  }

  /** What went wrong by chance. */
  void incident(String kind, String subject, long from, long to) {
    incidents.add(
        new Truth(
            "%s-%d".formatted(kind, incidents.size()),
            kind,
            subject,
            List.of(subject),
            from,
            to,
            from));
  }

  List<Truth> truths() {
    List<Truth> truths = new ArrayList<>();
    begun.forEach(disruption -> truths.add(disruption.truth()));
    truths.addAll(incidents);
    return truths;
  }

  /** One of several at random. */
  static <T> T oneOf(List<T> all, Dice dice) {
    return all.get(dice.below(all.size()));
  }
}
