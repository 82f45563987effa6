package dev.millrace.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one check found. Filled by the check, then read. */
final class Finding {
  private static final int FIRST = 5;

  private final String id;
  private final String name;
  private final List<String> first = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long checked;
  private long breaches;
  private Optional<String> skipped = Optional.empty();

  /**
   * An empty finding.
   *
   * @param id of the invariant, such as I1
   * @param name the invariant in a few words
   */
  Finding(String id, String name) {
    this.id = id;
    this.name = name;
  }

  void checked(long more) {
    checked += more;
  }

  void breach(String offender) {
    breaches++;
    if (first.size() < FIRST) {
      first.add(offender);
    }
  }

  void note(String note) {
    notes.add(note);
  }

  /** The check could not be made, which is neither good nor bad. */
  void skip(String reason) {
    skipped = Optional.of(reason);
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  long checked() {
    return checked;
  }

  long breaches() {
    return breaches;
  }

  /** The first offenders. */
  List<String> first() {
    return List.copyOf(first);
  }

  /** What a person should know beside the counts. */
  List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    skipped.ifPresent(all::add);
    return all;
  }

  String state() {
    return breaches > 0 ? "breach" : skipped.isPresent() ? "skipped" : "ok";
  }
}
