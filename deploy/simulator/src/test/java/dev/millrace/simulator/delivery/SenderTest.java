package dev.millrace.simulator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.simulator.payments.Payment;
import dev.millrace.simulator.payments.PaymentEvent;
import dev.millrace.simulator.payments.PaymentsInMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SenderTest {

  /** Keeps what it is given; stalls once, for a while, at the third record. */
  private static final class StallingSink implements RecordSink {
    private final List<Long> timestamps = new ArrayList<>();
    private final Duration stall;
    private boolean finished;

    StallingSink(Duration stall) {
      this.stall = stall;
    }

    @Override
    public void send(Outbound outbound, long timestamp) {
      timestamps.add(timestamp);
      if (timestamps.size() == 3) {
        long end = System.nanoTime() + stall.toNanos();
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public void finish() {
      finished = true;
    }
  }

  @Test
  void aRecordIsStampedWithWhenItWasDueHoweverLateItIsSent() {
    StallingSink sink = new StallingSink(Duration.ofMillis(300));
    Sender sender = new Sender(new Pace.Steady(100), sink, (payment, due) -> {});
    sender.send(payments(20));
    for (int i = 0; i < 20; i++) {
      assertThat(sink.timestamps.get(i) - sink.timestamps.get(0)).isEqualTo(10L * i);
    }
    assertThat(sender.sent().maxLag()).isBetween(Duration.ofMillis(250), Duration.ofSeconds(20));
    assertThat(sink.finished).isTrue();
  }

  @Test
  void neverSendsBeforeTheTime() {
    StallingSink sink = new StallingSink(Duration.ZERO);
    List<Long> early = new ArrayList<>();
    Sender sender =
        new Sender(
            new Pace.Steady(200),
            sink,
            (payment, due) -> {
              if (System.nanoTime() < due) {
                early.add(payment.number());
              }
            });
    long start = System.nanoTime();
    sender.send(payments(40));
    assertThat(early).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(195));
  }

  @Test
  void saysWhetherItWasStoppedWithSomethingLeft() {
    Sender whole = new Sender(new Pace.Fast(), new StallingSink(Duration.ZERO), (paid, due) -> {});
    whole.send(payments(3));
    assertThat(whole.sent().isCutShort()).isFalse();

    List<Sender> stopped = new ArrayList<>();
    stopped.add(
        new Sender(
            new Pace.Fast(),
            new StallingSink(Duration.ZERO),
            (paid, due) -> stopped.get(0).stop()));
    stopped.get(0).send(payments(3));
    assertThat(stopped.get(0).sent().payments()).isOne();
    assertThat(stopped.get(0).sent().isCutShort()).isTrue();
  }

  @Test
  void labelsGoAlongWithThePaymentAfterThem() {
    Payment payment = PaymentsInMemory.payment(0, 0);
    List<PaymentEvent> events =
        List.of(
            new PaymentEvent.Paid(payment),
            new PaymentEvent.Labelled(payment, 1),
            new PaymentEvent.Labelled(payment, 2),
            new PaymentEvent.Paid(payment));
    StallingSink sink = new StallingSink(Duration.ZERO);
    Sender sender = new Sender(new Pace.Steady(50), sink, (paid, due) -> {});
    sender.send(events.stream().map(SenderTest::outbound).iterator());
    long start = sink.timestamps.get(0);
    assertThat(sink.timestamps).containsExactly(start, start + 20, start + 20, start + 20);
    assertThat(sender.sent().payments()).isEqualTo(2);
    assertThat(sender.sent().labels()).isEqualTo(2);
  }

  @Test
  void fastMeansNow() {
    StallingSink sink = new StallingSink(Duration.ofMillis(50));
    Sender sender = new Sender(new Pace.Fast(), sink, (payment, due) -> {});
    sender.send(payments(5));
    assertThat(sink.timestamps.get(3) - sink.timestamps.get(2)).isGreaterThanOrEqualTo(45);
    assertThat(sender.sent().maxLag()).isZero();
  }

  @Test
  void stopsWhenToldTo() {
    StallingSink sink = new StallingSink(Duration.ZERO);
    Sender[] sender = new Sender[1];
    sender[0] =
        new Sender(
            new Pace.Fast(),
            sink,
            (payment, due) -> {
              if (payment.number() == 9) {
                sender[0].stop();
              }
            });
    sender[0].send(
        Stream.iterate(0, i -> i + 1)
            .map(i -> outbound(new PaymentEvent.Paid(PaymentsInMemory.payment(i, i))))
            .iterator());
    assertThat(sender[0].sent().payments()).isEqualTo(10);
    assertThat(sink.finished).isTrue();
  }

  @Test
  void aRateMustBeAboveZero() {
    assertThatThrownBy(() -> new Pace.Steady(0)).hasMessage("the rate must be above 0, is 0.0");
  }

  private static Iterator<Outbound> payments(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> outbound(new PaymentEvent.Paid(PaymentsInMemory.payment(i, i))))
        .iterator();
  }

  private static Outbound outbound(PaymentEvent event) {
    return new Outbound(
        event,
        PaymentTopics.TRANSACTIONS,
        new byte[0],
        new byte[0],
        List.of(),
        OptionalInt.empty());
  }
}
