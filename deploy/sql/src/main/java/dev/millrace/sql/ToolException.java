package dev.millrace.sql;

/**
 * The command cannot do its work. The message is one line for a person: what, where, what to do.
 */
final class ToolException extends Exception {
  private static final long serialVersionUID = 1L;

  ToolException(String message) {
    super(message);
  }

  ToolException(String message, Throwable cause) {
    super(message, cause);
  }
}
