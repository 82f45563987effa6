package dev.millrace.common.contract;

import static java.util.Objects.requireNonNull;

/** Bytes that are not a readable record, now or ever. */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * A failure with its reason.
   *
   * @param reason short code to count by
   * @param detail a sentence for a person
   */
  public UndecodableException(String reason, String detail) {
    super(detail, null, false, false); // no stack trace: a storm of bad records must stay cheap
    this.reason = requireNonNull(reason);
  }

  public String reason() {
    return reason;
  }
}
