package dev.millrace.common.delivery;

import dev.millrace.common.ingest.Decoded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Rows that wait for the database, in the order in which they came. Batches are bounded by rows and
 * by bytes, and so is the room for those that wait: a topic of large records must not fill the heap
 * while the database is away.
 *
 * <p>A row counts as many bytes as its record had on the topic, headers included. Its objects take
 * several times that on the heap.
 */
final class WaitingRows<T extends SpecificRecordBase> {
  /** Batches that may wait beside the one in flight. */
  static final int BATCHES = 4;

  private final Deque<Decoded<T>> rows = new ArrayDeque<>();
  private final int batchRows;
  private final long batchBytes;
  private long bytes;

  WaitingRows(int batchRows, long batchBytes) {
    this.batchRows = batchRows;
    this.batchBytes = batchBytes;
  }

  void add(Decoded<T> row) {
    rows.add(row);
    bytes += row.raw().bytes();
  }

  /** Whether so many wait that the input has to. */
  boolean isFull() {
    return rows.size() >= BATCHES * batchRows || bytes >= BATCHES * batchBytes;
  }

  /** Takes the next batch: empty if none wait, a row larger than a batch alone. */
  List<Decoded<T>> takeBatch() {
    List<Decoded<T>> batch = new ArrayList<>();
    long room = batchBytes;
    while (!rows.isEmpty()
        && batch.size() < batchRows
        && (batch.isEmpty() || rows.peek().raw().bytes() <= room)) {
      Decoded<T> row = rows.poll();
      room -= row.raw().bytes();
      bytes -= row.raw().bytes();
      batch.add(row);
    }
    return batch;
  }

  /** How many wait. */
  int size() {
    return rows.size();
  }

  /** Those that wait, oldest first. */
  List<Decoded<T>> all() {
    return List.copyOf(rows);
  }
}
