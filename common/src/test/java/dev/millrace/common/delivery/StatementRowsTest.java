package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatementRowsTest {
  private static final Duration QUICK = StatementRows.QUICK.minusMillis(1);

  private final StatementRows size = new StatementRows(100);

  @Test
  void startsWithWholeBatchesAndNeverExceedsThem() {
    assertThat(size.rows()).isEqualTo(100);

    size.written(100, Duration.ZERO);
    assertThat(size.rows()).isEqualTo(100);
  }

  @Test
  void halvesWhatTookTooLongDownToOneRow() {
    size.tookTooLong(100);
    assertThat(size.rows()).isEqualTo(50);

    size.tookTooLong(5);
    assertThat(size.rows()).isEqualTo(2);

    size.tookTooLong(2);
    size.tookTooLong(1);
    assertThat(size.rows()).isEqualTo(1);
  }

  @Test
  void doublesWhatWasQuickUpToABatch() {
    size.tookTooLong(100);
    size.tookTooLong(50);

    size.written(25, QUICK);
    assertThat(size.rows()).isEqualTo(50);
    size.written(50, QUICK);
    size.written(100, QUICK);
    assertThat(size.rows()).isEqualTo(100);
  }

  @Test
  void staysWhileTwiceTheRowsMightTakeTooLong() {
    size.tookTooLong(100);

    size.written(50, StatementRows.QUICK);

    assertThat(size.rows()).isEqualTo(50);
  }

  /** Of a few rows nothing is learned about many. */
  @Test
  void aStatementWithFewerRowsThanItMightHaveChangesNothing() {
    size.tookTooLong(100);

    size.written(49, Duration.ZERO);

    assertThat(size.rows()).isEqualTo(50);
  }

  @Test
  void theLargestBatchDoesNotOverflow() {
    StatementRows large = new StatementRows(Integer.MAX_VALUE);
    large.tookTooLong(Integer.MAX_VALUE);

    large.written(Integer.MAX_VALUE / 2, Duration.ZERO);
    large.written(Integer.MAX_VALUE, Duration.ZERO);

    assertThat(large.rows()).isEqualTo(Integer.MAX_VALUE);
  }
}
