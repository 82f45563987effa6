package dev.millrace.simulator.payments;

import java.util.Locale;

/** What can be wrong with a record on the payments topic. */
public enum BadRecordKind {
  /** The value does not start with the wire format's 0. */
  BAD_MAGIC_BYTE,
  /** The schema id in the header is one that the registry does not know. */
  UNKNOWN_SCHEMA_ID,
  /** The value ends in the middle of the record. */
  TRUNCATED,
  /** The value has no bytes. */
  EMPTY_VALUE,
  /** There is no value at all: a tombstone. */
  NULL_VALUE,
  /** Bytes follow the end of the record. */
  TRAILING_BYTES,
  /** A sound record of another type: a fraud label on the payments topic. */
  WRONG_TYPE,
  /** A sound record with an amount below 0. */
  NEGATIVE_AMOUNT,
  /** A sound record whose currency is not three capital letters. */
  BAD_CURRENCY,
  /** A sound record whose card id is blank. */
  BLANK_CARD_ID,
  /** A sound record whose event time is in the year 2100. */
  FUTURE_EVENT_TIME,
  /** A sound record whose card id is a card number, that of a test card. */
  CARD_NUMBER;

  /** As the {@code simulator-bad} header and the summary spell it, for example bad-magic-byte. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
