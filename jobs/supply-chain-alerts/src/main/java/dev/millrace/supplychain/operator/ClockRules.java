package dev.millrace.supplychain.operator;

import java.io.Serializable;
import java.time.Duration;

/**
 * How time passes for deadlines.
 *
 * @param mode whose time it is
 * @param lateness how far an event may be behind the newest of its input
 * @param idleAfter time without a record after which the wall clock counts
 * @param maxHold how long event times that lie behind the wall clock hold deadlines back
 */
public record ClockRules(Mode mode, Duration lateness, Duration idleAfter, Duration maxHold)
    implements Serializable {

  /** Whose time it is. */
  public enum Mode {
    /** That of events while they come, else that of the wall clock. */
    LIVE,
    /** That of events alone: for replays of the past. */
    EVENTS
  }

  /** The present, in milliseconds since 1970. */
  @FunctionalInterface
  public interface WallClock extends Serializable {
    /** Milliseconds since 1970. */
    long millis();
  }
}
