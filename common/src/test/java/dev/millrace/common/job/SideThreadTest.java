package dev.millrace.common.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.util.function.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SideThreadTest {
  private final Mailbox mailbox = new Mailbox();

  @Test
  void resultsRunOnTheOperatorsThreadInTheOrderOfTheWork() throws Exception {
    List<String> ran = new ArrayList<>();
    try (SideThread side = new SideThread("side", mailbox)) {
      for (int i = 0; i < 3; i++) {
        int number = i;
        side.run(
            () -> {
              String worker = Thread.currentThread().getName();
              return () ->
                  ran.add(
                      "%d %s %s"
                          .formatted(
                              number,
                              worker.startsWith("side"),
                              Thread.currentThread().getName().startsWith("side")));
            });
      }
      for (int i = 0; i < 3; i++) {
        mailbox.take().run();
      }
    }

    assertThat(ran).containsExactly("0 true false", "1 true false", "2 true false");
  }

  @Test
  void anExceptionOutOfTheWorkFailsTheOperator() throws Exception {
    try (SideThread side = new SideThread("side", mailbox)) {
      side.run(
          () -> {
            throw new IllegalArgumentException("broken");
          });

      assertThatThrownBy(mailbox.take()::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("side failed")
          .hasRootCauseMessage("broken");
    }
  }

  @Test
  void anErrorOutOfTheWorkFailsTheOperatorToo() throws Exception {
    try (SideThread side = new SideThread("side", mailbox)) {
      side.run(
          () -> {
            throw new NoClassDefFoundError("missing");
          });

      assertThatThrownBy(mailbox.take()::run)
          .hasMessage("side failed")
          .hasCauseInstanceOf(NoClassDefFoundError.class);
    }
  }

  @Test
  void workThatIsInterruptedByCloseIsDropped() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    SideThread side = new SideThread("side", mailbox);
    side.run(
        () -> {
          started.countDown();
          try {
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
          } catch (InterruptedException e) {
            ended.countDown();
            throw new IllegalStateException("interrupted", e);
          }
          return () -> {};
        });
    started.await();

    side.close();

    ended.await();
    assertThat(mailbox.mails.poll(200, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void aResultThatComesAfterTheOperatorEndedHurtsNobody() throws Exception {
    CountDownLatch offered = new CountDownLatch(1);
    mailbox.onClosed = offered::countDown;
    mailbox.closed = true;
    try (SideThread side = new SideThread("side", mailbox)) {
      side.run(() -> () -> {});
      offered.await();
      mailbox.closed = false;

      side.run(() -> () -> {}); // the thread is still there for the next

      assertThat(mailbox.take()).isNotNull();
    }
  }

  /** Keeps what it is given until the test runs it. */
  private static final class Mailbox implements MailboxExecutor {
    private final BlockingQueue<ThrowingRunnable<? extends Exception>> mails =
        new LinkedBlockingQueue<>();
    private volatile boolean closed;
    private volatile Runnable onClosed = () -> {};

    ThrowingRunnable<? extends Exception> take() throws InterruptedException {
      return mails.take();
    }

    @Override
    public void execute(
        MailOptions options,
        ThrowingRunnable<? extends Exception> command,
        String descriptionFormat,
        Object... descriptionArgs) {
      if (closed) {
        onClosed.run();
        throw new RejectedExecutionException("closed");
      }
      mails.add(command);
    }

    @Override
    public void yield() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean tryYield() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean shouldInterrupt() {
      return false;
    }
  }
}
