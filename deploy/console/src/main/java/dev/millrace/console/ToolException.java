package dev.millrace.console;

/**
 * The command cannot do its work. The message is one line for a person: what, where, what to do.
 */
public final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ToolException(String message) {
    super(message);
  }

  public ToolException(String message, Throwable cause) {
    super(message, cause);
  }
}
