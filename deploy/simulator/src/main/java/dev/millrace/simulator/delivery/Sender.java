package dev.millrace.simulator.delivery;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.millrace.simulator.payments.PaymentEvent;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends records at a {@link Pace}. The timestamp of a record is when it was due, not when it was
 * sent, so that a latency measured from it holds the sender's own delays too. A label or malformed
 * record goes along with the payment after it.
 */
public final class Sender {
  /** Waking up for every single record would cost more than it measures. */
  private static final long SHORTEST_PAUSE = MICROSECONDS.toNanos(250);

  private final Pace pace;
  private final RecordSink sink;
  private final SendListener listener;
  private final Sent sent = new Sent();
  private volatile boolean stopped;

  public Sender(Pace pace, RecordSink sink, SendListener listener) {
    this.pace = requireNonNull(pace, "pace");
    this.sink = requireNonNull(sink, "sink");
    this.listener = requireNonNull(listener, "listener");
  }

  /** What was sent so far; changes while {@link #send} runs. */
  public Sent sent() {
    return sent;
  }

  /** Makes {@link #send} return after the record at hand. */
  public void stop() {
    stopped = true;
  }

  /** Sends all records and returns when the sink has delivered the last. */
  public void send(Iterator<Outbound> records) {
    // The first record is there before the clock starts.
    boolean more = records.hasNext();
    long startMillis = System.currentTimeMillis();
    long start = System.nanoTime();
    long payments = 0;
    while (more && !stopped) {
      Outbound outbound = records.next();
      long elapsed = System.nanoTime() - start;
      long due = pace.due(payments, elapsed);
      while (elapsed < due && !stopped) {
        LockSupport.parkNanos(Math.max(due - elapsed, SHORTEST_PAUSE));
        elapsed = System.nanoTime() - start;
      }
      if (outbound.event() instanceof PaymentEvent.Paid paid) {
        payments++;
        listener.sending(paid.payment(), start + due);
      }
      sink.send(outbound, startMillis + NANOSECONDS.toMillis(due));
      sent.add(outbound, elapsed - due, elapsed);
      more = records.hasNext();
    }
    if (more) {
      sent.cutShort();
    }
    sink.finish();
    sent.finished(System.nanoTime() - start);
  }
}
