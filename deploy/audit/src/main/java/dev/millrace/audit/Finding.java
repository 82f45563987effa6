package dev.millrace.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one check found. Filled by the check, then read. */
final class Finding {
  private static final int FIRST = 5;
  private static final int LONGEST = 300;

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
      first.add(printable(offender));
    }
  }

  /** An id may be whatever a sender made it. */
  private static String printable(String offender) {
    String line = offender.replaceAll("\\p{C}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
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

  /** What a program reads; only {@code ok} is proof of something. */
  String state() {
    if (breaches > 0) {
      return "breach";
    }
    return skipped.isPresent() ? "skipped" : checked == 0 ? "nothing to check" : "ok";
  }
}
