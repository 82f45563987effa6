package dev.millrace.common.contract;

/**
 * The registry gave no usable answer: unreachable, too slow, or failing. Asking again later may
 * succeed.
 */
public final class RegistryUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
