package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.testing.RawRecords;
import dev.millrace.suite.DeadLetter;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRowsTest {
  private final WaitingRows<DeadLetter> rows = new WaitingRows<>(3, 100);

  @Test
  void aBatchEndsAtItsRows() {
    addAll(List.of(1, 1, 1, 1));
    assertThat(sizes(rows.takeBatch())).containsExactly(1, 1, 1);
    assertThat(sizes(rows.takeBatch())).containsExactly(1);
    assertThat(rows.takeBatch()).isEmpty();
  }

  @Test
  void aBatchEndsAtItsBytes() {
    addAll(List.of(60, 30, 60));
    assertThat(sizes(rows.takeBatch())).containsExactly(60, 30);
    assertThat(sizes(rows.takeBatch())).containsExactly(60);
  }

  @Test
  void aRowLargerThanABatchGoesAlone() {
    addAll(List.of(500, 1));
    assertThat(sizes(rows.takeBatch())).containsExactly(500);
    assertThat(sizes(rows.takeBatch())).containsExactly(1);
  }

  @Test
  void fullByRowsOrByBytes() {
    for (int i = 1; i < WaitingRows.BATCHES * 3; i++) {
      rows.add(row(1));
    }
    assertThat(rows.isFull()).isFalse();
    rows.add(row(1));
    assertThat(rows.isFull()).isTrue();
    assertThat(rows.takeBatch()).hasSize(3);
    assertThat(rows.isFull()).isFalse();

    rows.add(row(WaitingRows.BATCHES * 100));
    assertThat(rows.isFull()).isTrue();
    assertThat(rows.size()).isEqualTo(rows.all().size());
  }

  private void addAll(List<Integer> sizes) {
    sizes.forEach(size -> rows.add(row(size)));
  }

  private static Decoded<DeadLetter> row(int bytes) {
    return new Decoded<>(null, RawRecords.record(0, new byte[bytes]));
  }

  private static List<Integer> sizes(List<Decoded<DeadLetter>> batch) {
    return batch.stream().map(row -> row.raw().value().length).toList();
  }
}
