package dev.millrace.common.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** Plays the part of the task that runs what an operator's other threads left in its mailbox. */
public final class Mails {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Mails() {}

  /** Runs mails as they come until the condition holds; fails the test if it does not in time. */
  public static void runUntil(
      AbstractStreamOperatorTestHarness<?> harness, BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the condition did not hold within " + PATIENCE);
      }
      Optional<Mail> mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
      if (mail.isPresent()) {
        mail.get().run();
      } else {
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
  }

  /** Runs the next mail. */
  public static void runNext(AbstractStreamOperatorTestHarness<?> harness) throws Exception {
    runUntil(harness, () -> harness.getTaskMailbox().hasMail());
    harness.getTaskMailbox().take(TaskMailbox.MIN_PRIORITY).run();
  }
}
