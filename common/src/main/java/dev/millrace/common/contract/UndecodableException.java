package dev.millrace.common.contract;

import static java.util.Objects.requireNonNull;

/** Bytes that are not a readable record, now or ever. */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A schema or a text that is quoted may be as long as whoever sent it likes. */
  private static final int LONGEST_DETAIL = 1_000;

  private final String reason;

  /**
   * A failure with its reason.
   *
   * @param reason short code to count by
   * @param detail a sentence for a person; cut after 1,000 characters
   */
  public UndecodableException(String reason, String detail) {
    super(
        cut(detail), null, false, false); // no stack trace: a storm of bad records must stay cheap
    this.reason = requireNonNull(reason);
  }

  private static String cut(String detail) {
    return detail.length() <= LONGEST_DETAIL
        ? detail
        : detail.substring(0, LONGEST_DETAIL) + "... (cut)";
  }

  public String reason() {
    return reason;
  }
}
