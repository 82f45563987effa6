package dev.millrace.common.job;

import java.util.List;

/**
 * Options that a job must not start with. The message has one line for each problem: setting, rule,
 * value.
 */
public final class InvalidOptionsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidOptionsException(List<String> problems) {
    super("Invalid options:\n  " + String.join("\n  ", problems));
  }
}
