package dev.millrace.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether what a record was refused for passes by itself, so that it should have waited. */
final class Passing {
  // What is a row's own fault: data exception, integrity constraint, check of a view, limit of the
  // program, and what a trigger raises.
  private static final Pattern ROWS_FAULT = Pattern.compile("(22|23|44|54)\\w{3}|P0001");
  // A registry or a database that does not answer is waited for.
  private static final Pattern PASSES =
      Pattern.compile("registry|timeout|timed-out|unavailable|unreachable");
  private static final String REFUSED = "the database refused the row";
  // Nowhere else: a message quotes the row, which may say anything.
  private static final Pattern STATE = Pattern.compile(REFUSED + " \\(SQLSTATE (\\w+)\\): ");
  // Letters of earlier releases, to which a note on their bytes may have been added.
  private static final Pattern STATE_LAST =
      Pattern.compile(
          REFUSED
              + ": .*\\(SQLSTATE (\\w+)\\)"
              + "(; a card number in the record is masked here)?"
              + "(; the record is too large to be kept whole)?"
              + "(; control characters in the names of its headers are '\\?' here)?",
          Pattern.DOTALL);

  /** Refused because the registry did not know the schema. */
  static final String UNKNOWN_SCHEMA = "unknown-schema-id";

  private Passing() {}

  /**
   * Whether a dead letter should not have been one.
   *
   * @param schemaKnown whether the registry knows the record's schema now
   */
  static boolean reason(String stage, String reason, String detail, boolean schemaKnown) {
    if (stage.equals(DeadLetter.WRITE)) {
      return !ROWS_FAULT.matcher(state(detail)).matches();
    }
    return PASSES.matcher(reason).find() || (reason.equals(UNKNOWN_SCHEMA) && schemaKnown);
  }

  /** The SQLSTATE in the detail of a refused row; empty if it names none. */
  private static String state(String detail) {
    Matcher first = STATE.matcher(detail);
    if (first.lookingAt()) {
      return first.group(1);
    }
    Matcher last = STATE_LAST.matcher(detail);
    return last.matches() ? last.group(1) : "";
  }
}
