package dev.millrace.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether what a record was refused for passes by itself, so that it should have waited. */
final class Passing {
  // What is a row's own fault: data exception, integrity constraint, check of a view, limit of the
  // program, and what a trigger raises.
  private static final Pattern ROWS_FAULT = Pattern.compile("SQLSTATE (22|23|44|54|P0001)");
  // A registry or a database that does not answer is waited for.
  private static final Pattern PASSES =
      Pattern.compile("registry|timeout|timed-out|unavailable|unreachable");
  private static final Pattern STATE = Pattern.compile("SQLSTATE \\w+");

  private Passing() {}

  /**
   * Whether a dead letter should not have been one.
   *
   * @param schemaKnown whether the registry knows the record's schema now
   */
  static boolean reason(String stage, String reason, String detail, boolean schemaKnown) {
    if (stage.equals(DeadLetter.WRITE)) {
      Matcher state = STATE.matcher(detail);
      return !state.find() || !ROWS_FAULT.matcher(detail).find();
    }
    return PASSES.matcher(reason).find() || (reason.equals("unknown-schema-id") && schemaKnown);
  }
}
