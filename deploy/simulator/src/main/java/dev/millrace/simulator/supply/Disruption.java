package dev.millrace.simulator.supply;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** One disruption while it goes on: what it touches, and what tells of it. */
final class Disruption {
  private final String id;
  private final DisruptionKind kind;
  private final String subject;
  private final long from;
  private final long to;
  private final int signsNeeded;
  private final Set<String> affected = new TreeSet<>();
  private final List<Long> signs = new ArrayList<>();

  /**
   * A disruption.
   *
   * @param signsNeeded signs that are more than chance
   */
  Disruption(String id, DisruptionKind kind, String subject, long from, long to, int signsNeeded) {
    this.id = id;
    this.kind = kind;
    this.subject = subject;
    this.from = from;
    this.to = to;
    this.signsNeeded = signsNeeded;
    affected.add(subject);
  }

  DisruptionKind kind() {
    return kind;
  }

  String subject() {
    return subject;
  }

  /** Whether goods come later by it. */
  boolean holdsUpGoods() {
    return holdsUpGoods(kind);
  }

  /** Whether goods come later by a kind of disruption. */
  static boolean holdsUpGoods(DisruptionKind kind) {
    return kind == DisruptionKind.PORT_CLOSURE
        || kind == DisruptionKind.SUPPLIER_FAILURE
        || kind == DisruptionKind.STORM;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  boolean isOn(long time) {
    return time >= from && time < to;
  }

  void affects(String what) {
    affected.add(what);
  }

  boolean hasAffected(String what) {
    return affected.contains(what);
  }

  /** That something was seen, or missed, that hardly ever happens otherwise. */
  void sign(long time) {
    signs.add(time);
  }

  Truth truth() {
    Collections.sort(signs);
    return new Truth(
        id,
        kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        subject,
        List.copyOf(affected),
        from,
        to,
        signs.size() < signsNeeded ? Long.MAX_VALUE : signs.get(signsNeeded - 1));
  }
}
