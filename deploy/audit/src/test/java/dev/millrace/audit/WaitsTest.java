package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times in seconds. */
class WaitsTest {
  private static final Long NEVER = null;

  private final List<Waits.Wait> waits = new ArrayList<>();

  @Test
  void whatWasSentHalfAMinuteBeforeIsReadOnceAnotherPaymentWasDecided() {
    payment(10, 11L);
    assertThat(isReadBefore(5, 41)).isFalse();
    assertThat(isReadBefore(5, 42)).isTrue();
    assertThat(isReadBefore(12, 100)).isFalse();
  }

  @Test
  void anOutageCountsForWhatWasSentInIt() {
    payment(10, 11L);
    payment(100, 700L);
    payment(400, 701L);
    payment(702, 703L);
    assertThat(isReadBefore(5, 90)).isTrue();
    assertThat(isReadBefore(100, 400)).isFalse();
    assertThat(isReadBefore(100, 730)).isFalse();
    assertThat(isReadBefore(100, 734)).isTrue();
    assertThat(isReadBefore(701, 740)).isFalse();
    payment(735, 736L);
    assertThat(isReadBefore(734, 800)).isTrue();
  }

  @Test
  void aPaymentThatIsDecidedAgainHasWaitedUntilThen() {
    payment(10, 11L);
    payment(20, 600L);
    assertThat(isReadBefore(5, 100)).isFalse();
    assertThat(isReadBefore(25, 100)).isFalse();
  }

  @Test
  void aStreamThatWasQuietSaysNothing() {
    payment(10, 11L);
    payment(700, 701L);
    assertThat(isReadBefore(50, 700)).isFalse();
    assertThat(isReadBefore(50, 731)).isFalse();
    assertThat(isReadBefore(50, 732)).isTrue();
  }

  @Test
  void aPaymentWithoutADecisionSaysNothing() {
    payment(10, NEVER);
    assertThat(isReadBefore(5, 100)).isFalse();
    assertThat(new Waits(List.of()).isReadBefore(5, 100)).isFalse();
  }

  @Test
  void findsTheLongestWaitAmongMany() {
    Random random = new Random(4);
    for (int size = 1; size <= 40; size++) {
      waits.clear();
      for (int i = 0; i < size; i++) {
        long sent = random.nextInt(300);
        payment(sent, sent + random.nextInt(60));
      }
      for (int sent = 0; sent < 300; sent += 7) {
        for (int moment = sent; moment < 400; moment += 11) {
          if (isReadBefore(sent, moment)) {
            assertThat(sent + longestWaitSince(sent - 30, moment) + 30).isLessThan(moment);
          }
        }
      }
    }
  }

  private long longestWaitSince(long from, long to) {
    return waits.stream()
            .filter(wait -> wait.sentAt() <= to * 1_000 && wait.decidedAt() >= from * 1_000)
            .mapToLong(wait -> wait.decidedAt() - wait.sentAt())
            .max()
            .orElse(0)
        / 1_000;
  }

  private void payment(long sent, Long decided) {
    waits.add(new Waits.Wait(sent * 1_000, decided == null ? null : decided * 1_000));
  }

  private boolean isReadBefore(long sent, long moment) {
    return new Waits(waits).isReadBefore(sent * 1_000, moment * 1_000);
  }
}
