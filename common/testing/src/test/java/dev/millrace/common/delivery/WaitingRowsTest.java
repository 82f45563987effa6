package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.ingest.Decoded;
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

  @Test
  void keysAndHeadersCountToo() {
    rows.add(row(30, 20, 10));
    rows.add(row(20, 10, 10));
    rows.add(row(1));
    assertThat(sizes(rows.takeBatch())).containsExactly(30, 20);
    assertThat(sizes(rows.takeBatch())).containsExactly(1);

    rows.add(row(1, 0, WaitingRows.BATCHES * 100));
    assertThat(rows.isFull()).isTrue();
    assertThat(rows.takeBatch()).hasSize(1);
    assertThat(rows.isFull()).isFalse();
  }

  private void addAll(List<Integer> sizes) {
    sizes.forEach(size -> rows.add(row(size)));
  }

  private static Decoded<DeadLetter> row(int bytes) {
    return new Decoded<>(
        null, new RawRecord("t", 0, 0, 0, null, new byte[bytes], new String[] {}, new byte[][] {}));
  }

  private static Decoded<DeadLetter> row(int valueBytes, int keyBytes, int headerBytes) {
    return new Decoded<>(
        null,
        new RawRecord(
            "t",
            0,
            0,
            0,
            new byte[keyBytes],
            new byte[valueBytes],
            new String[] {""},
            new byte[][] {new byte[headerBytes]}));
  }

  private static List<Integer> sizes(List<Decoded<DeadLetter>> batch) {
    return batch.stream().map(row -> row.raw().value().length).toList();
  }
}
