package dev.millrace.simulator;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets Ctrl-C end a run in order, with its summary: the process goes on until this is closed, for
 * no longer than its patience. A second Ctrl-C asks to leave out what can be left out, and leaves
 * 10 s.
 */
final class Interruption implements AutoCloseable {
  /** What an end in order takes where nothing is waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  // As the shell counts a process that a signal has ended.
  private static final int EXIT_BY_SIGNAL = 128;

  private final Duration patience;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "interruption");
  private final AtomicInteger signals = new AtomicInteger();
  private final List<Signals> heard;
  private volatile OptionalLong since = OptionalLong.empty();
  private volatile boolean hurried;
  private final AtomicReference<Runnable> reaction = new AtomicReference<>();

  Interruption() {
    this(PATIENCE);
  }

  /**
   * An interruption that may come from now on.
   *
   * @param patience how long the end in order may take after a first Ctrl-C
   */
  Interruption(Duration patience) {
    this.patience = patience;
    Runtime.getRuntime().addShutdownHook(hook);
    heard = List.of(Signals.hear("INT", this::signalled), Signals.hear("TERM", this::signalled));
  }

  /** Whether somebody asked the process to end. */
  boolean interrupted() {
    return since.isPresent();
  }

  /** When somebody asked first, on the clock of {@link System#nanoTime}; empty if nobody did. */
  OptionalLong since() {
    return since;
  }

  /** Whether somebody asked again. */
  boolean hurried() {
    return hurried;
  }

  /** What to do at the first time, once, from another thread. */
  void onInterrupt(Runnable reaction) {
    this.reaction.set(reaction);
    if (interrupted()) {
      react();
    }
  }

  private void react() {
    Runnable once = reaction.getAndSet(null);
    if (once != null) {
      once.run();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    if (!interrupted()) {
      heard.forEach(Signals::close);
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // It began just now, and there is nothing left to end in order.
        since = OptionalLong.of(System.nanoTime());
      }
    }
  }

  private void signalled(int number) {
    int status = EXIT_BY_SIGNAL + number;
    if (signals.getAndIncrement() == 0) {
      System.exit(status); // which runs the hook, and waits for it
    }
    hurried = true;
    if (!endsWithin(PATIENCE)) {
      Runtime.getRuntime().halt(status);
    }
  }

  private void interrupt() {
    since = OptionalLong.of(System.nanoTime());
    react();
    endsWithin(patience);
  }

  private boolean endsWithin(Duration time) {
    try {
      if (closed.await(time.toMillis(), MILLISECONDS)) {
        return true;
      }
      System.err.println("simulate: did not end within " + time.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
