package dev.millrace.common.ingest;

import dev.millrace.common.quality.Breaker;
import dev.millrace.suite.DeadLetter;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** Too many of the newest records were refused; the message says how many, where, and why. */
public final class MassRefusalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private MassRefusalException(String message) {
    super(message);
  }

  /**
   * What ends the job: nothing that a restart could make better.
   *
   * @param where the topic or the table that has gone wrong
   * @param newest the refusal that was one too many
   */
  public static SuppressRestartsException ending(String where, Breaker breaker, DeadLetter newest) {
    return new SuppressRestartsException(
        new MassRefusalException(
            "%s: %d of the last %d records were refused, more than input.breaker-share (%s) allows; the job stops and keeps its offsets. The newest: %s, %s (%s)"
                .formatted(
                    where,
                    breaker.refusedCount(),
                    breaker.limit().window(),
                    breaker.limit().share(),
                    newest.getReason(),
                    newest.getDetail(),
                    newest.getId())));
  }
}
