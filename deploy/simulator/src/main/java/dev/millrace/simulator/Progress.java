package dev.millrace.simulator;

import static java.util.Objects.requireNonNull;

import dev.millrace.simulator.delivery.Sent;
import dev.millrace.simulator.measure.DecisionTally;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Prints a line per second about a run. */
final class Progress implements AutoCloseable {
  private final PrintWriter err;
  // Java cannot tell whether standard error is a terminal; the script can.
  private final boolean terminal = Boolean.getBoolean("millrace.terminal");
  private Thread thread;
  private volatile boolean closed;

  Progress(PrintWriter err) {
    this.err = requireNonNull(err, "err");
  }

  /** Prints what these say until closed. */
  void start(Sent sent, Optional<DecisionTally> tally) {
    thread = new Thread(() -> print(sent, tally), "progress");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Says something beside the lines that come by themselves. */
  void tell(String line) {
    err.println((terminal ? System.lineSeparator() : "") + "simulate: " + line);
    err.flush();
  }

  private void print(Sent sent, Optional<DecisionTally> tally) {
    long before = 0;
    long beforeNanos = System.nanoTime();
    while (!closed) {
      try {
        Thread.sleep(1000);
      } catch (InterruptedException e) {
        break;
      }
      long now = System.nanoTime();
      long payments = sent.payments();
      double rate = (payments - before) * 1e9 / (now - beforeNanos);
      before = payments;
      beforeNanos = now;
      show(line(sent, payments, rate, tally));
    }
    if (terminal) {
      err.println();
      err.flush();
    }
  }

  private void show(String line) {
    if (terminal) {
      err.print("\r" + line + "\u001b[K");
    } else {
      err.println(line);
    }
    err.flush();
  }

  static String line(Sent sent, long payments, double rate, Optional<DecisionTally> tally) {
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "sent %,d (%,.0f/s)", payments, rate));
    if (sent.lastEventTime() != Long.MIN_VALUE) {
      line.append(", event time ").append(Instant.ofEpochMilli(sent.lastEventTime()));
    }
    line.append(String.format(Locale.ROOT, ", labels %,d", sent.labels()));
    if (sent.bad() > 0) {
      line.append(String.format(Locale.ROOT, ", bad %,d", sent.bad()));
    }
    tally.ifPresent(
        decisions ->
            line.append(String.format(Locale.ROOT, ", decided %,d", decisions.distinct())));
    return line.toString();
  }
}
