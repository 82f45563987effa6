package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.RecordType;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.quality.Breaker;
import dev.millrace.suite.DeadLetter;
import java.io.Serializable;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Writes records into a PostgreSQL table with exactly-once effect.
 *
 * <p>Guarantee: every record is in the table, or superseded there by its {@link WriteMode}, or a
 * dead letter. Rows may be written more than once (after a failure, or when a connection is lost
 * between commit and answer); the write modes make that harmless. It needs a unique index on the
 * table's key, and for {@link WriteMode#LATEST_VERSION_WINS} versions that are derived from the
 * input and not from an attempt.
 *
 * <p>Of rows with one key, and one version, the first stays: the first that a subtask was given,
 * over restarts too. Rows that wait while the parallelism changes are dealt out anew, and may be
 * written after later ones of their key.
 *
 * <p>An operator rather than a Flink {@code Sink}, for two reasons. Refused rows leave as a stream
 * of dead letters, so that they take the same checkpointed way to their topic as all others. And
 * rows that wait for the database are part of the checkpoint, in flight or not, so that a
 * checkpoint does not wait for the database: an outage costs the rows' delay. Only when an outage
 * has filled the room for waiting rows ({@link WaitingRows#BATCHES} batches, each bounded by rows
 * and bytes), the input is held back, and checkpoints with it, until the database is back.
 *
 * <p>Limits: a row is refused for what is its own fault, by its SQLSTATE: data (22), a constraint
 * (23), the check of a view (44), a limit of the program (54), or what a trigger raises (P0001),
 * whose reason is taken to last. Anything else (no connection, a lock, a full disk, a missing table
 * or right, a statement that takes longer than 25 s) is waited for without end, and all rows behind
 * it in the same subtask wait, too. Rows of different keys have no order between them.
 *
 * <p>When too large a share of the newest rows was refused, the table is at fault and not its rows:
 * the job stops for good and keeps its offsets, as for {@linkplain Breaker a topic gone wrong}.
 *
 * @param job name of the job, for dead letters
 * @param database where the table is
 * @param breaker how many rows may be refused before the job stops
 * @param table what is written
 * @param mapping makes the values of a row, in the order of the table's columns
 */
public record PostgresSink<T extends SpecificRecordBase>(
    String job, DatabaseOptions database, Breaker.Limit breaker, Table table, RowMapping<T> mapping)
    implements Serializable {

  /** The values of a row, in the order of the table's columns. */
  @FunctionalInterface
  public interface RowMapping<T> extends Function<T, Object[]>, Serializable {}

  public PostgresSink {
    requireNonNull(job);
    requireNonNull(database);
    requireNonNull(breaker);
    requireNonNull(table);
    requireNonNull(mapping);
  }

  /** Writes a stream; answers the records that the table refused. */
  public DataStream<DeadLetter> write(DataStream<Decoded<T>> records, Class<T> type) {
    SingleOutputStreamOperator<DeadLetter> refused =
        records.transform(
            "write " + table.name(),
            new RecordType<>(DeadLetter.class),
            new WriteRows.Factory<>(this, Decoded.type(type)));
    return refused.uid("write-" + table.name());
  }

  BisectingWriter open() {
    return new BisectingWriter(new JdbcBatchWriter(database, table));
  }
}
