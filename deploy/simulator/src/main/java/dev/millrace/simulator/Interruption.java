package dev.millrace.simulator;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.CountDownLatch;

/**
 * Lets Ctrl-C end a run in order, with its summary: the process goes on until this is closed, 10 s
 * at most.
 */
final class Interruption implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "interruption");
  private volatile boolean interrupted;
  private volatile Runnable reaction = () -> {};

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether somebody asked the process to end. */
  boolean interrupted() {
    return interrupted;
  }

  /** What to do then, from another thread. */
  void onInterrupt(Runnable reaction) {
    this.reaction = reaction;
    if (interrupted) {
      reaction.run();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    if (!interrupted) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // It began just now, and there is nothing left to end in order.
        interrupted = true;
      }
    }
  }

  private void interrupt() {
    interrupted = true;
    reaction.run();
    try {
      boolean inOrder = closed.await(PATIENCE_SECONDS, SECONDS);
      if (!inOrder) {
        System.err.println("simulate: did not end within " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
