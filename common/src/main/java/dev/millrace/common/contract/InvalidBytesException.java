package dev.millrace.common.contract;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/** Bytes that cannot be what the schema says, as Avro's readers let it through. */
final class InvalidBytesException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * A failure with its reason.
   *
   * @param reason as {@link UndecodableException#reason}
   * @param detail what was found and what is allowed, to go before "in a record of schema id 7"
   */
  InvalidBytesException(String reason, String detail) {
    super(detail);
    this.reason = requireNonNull(reason);
  }

  String reason() {
    return reason;
  }

  /** None: a storm of bad records must stay cheap. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
