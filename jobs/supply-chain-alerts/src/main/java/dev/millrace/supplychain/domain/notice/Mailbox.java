package dev.millrace.supplychain.domain.notice;

import java.util.List;

/**
 * What one owner has been told lately, and is yet to be told. Immutable.
 *
 * @param tokens notifications that may be sent at once
 * @param filledAt when {@code tokens} was right, milliseconds since 1970
 * @param held alerts that wait for the digest, at most {@link #MAX_HELD}
 * @param more how many further ones only count
 * @param digestAt when the digest is sent; {@link Long#MAX_VALUE} while nothing is held
 */
public record Mailbox(double tokens, long filledAt, List<HeldAlert> held, int more, long digestAt) {

  /** Most alerts in a digest. */
  public static final int MAX_HELD = 100;

  /** Of an owner who was not told anything yet. */
  public static Mailbox empty(NoticeRules rules, long now) {
    return new Mailbox(rules.burst(), now, List.of(), 0, Long.MAX_VALUE);
  }
}
