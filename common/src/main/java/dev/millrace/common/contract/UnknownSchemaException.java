package dev.millrace.common.contract;

/**
 * A healthy registry answered that it does not know the schema asked for. Asking again gives the
 * same answer.
 */
public final class UnknownSchemaException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnknownSchemaException(String message) {
    super(message);
  }
}
