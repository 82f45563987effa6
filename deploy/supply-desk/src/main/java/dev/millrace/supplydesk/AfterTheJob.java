package dev.millrace.supplydesk;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.InProcess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;

/**
 * Lets a replay run no farther ahead than the job has come. A simulated hour passes in
 * milliseconds; without this it would depend on the machine whether the job knows that a port is
 * closed when the next shipment is late.
 */
final class AfterTheJob<S extends SourceSplit> implements RateLimiterStrategy<S> {
  private static final long serialVersionUID = 1L;

  private final InProcess<Progress> progress;
  private final InProcess<AtomicLong> wall;
  private final Duration lead;
  private final long begin;

  /**
   * A replay.
   *
   * @param progress of the job
   * @param wall time of the newest record
   * @param lead how far that may be ahead
   */
  AfterTheJob(InProcess<Progress> progress, InProcess<AtomicLong> wall, Duration lead) {
    this.progress = requireNonNull(progress);
    this.wall = requireNonNull(wall);
    this.lead = requireNonNull(lead);
    this.begin = wall.value().get();
  }

  @Override
  public RateLimiter<S> createRateLimiter(int parallelism) {
    return new RateLimiter<>() {
      @Override
      public CompletionStage<Void> acquire(int records) {
        long time = wall.value().get() - lead.toMillis();
        // The job's clocks need records to start.
        return time <= begin
            ? CompletableFuture.completedFuture(null)
            : progress.value().upTo(time);
      }
    };
  }
}
