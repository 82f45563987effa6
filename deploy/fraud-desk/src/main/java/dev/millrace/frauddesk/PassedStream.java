package dev.millrace.frauddesk;

import dev.millrace.common.ingest.Received;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/** Records and watermarks that one thread sends into a topology in the same process. */
final class PassedStream<T extends SpecificRecordBase> implements AutoCloseable {
  private static final int WAITING = 4096;
  private static final long CHECK_MILLIS = 100;
  private static final long NO_WATERMARK = Long.MIN_VALUE;

  /** What a source travels to its task without. */
  private static final Map<String, PassedStream<?>> ALL = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  /** A watermark without a record, or a record without a watermark. */
  private final BlockingQueue<Tuple2<Long, Received<T>>> waiting =
      new ArrayBlockingQueue<>(WAITING);

  private volatile boolean ended;

  PassedStream() {
    ALL.put(id, this);
  }

  /** Waits while too many have not been taken yet. */
  void send(Received<T> record) throws InterruptedException {
    send(Tuple2.of(NO_WATERMARK, record));
  }

  void sendWatermark(long time) throws InterruptedException {
    send(Tuple2.of(time, null));
  }

  private void send(Tuple2<Long, Received<T>> sent) throws InterruptedException {
    while (!waiting.offer(sent, CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (ended) {
        return;
      }
    }
  }

  /** The job has ended: nobody takes what is sent. */
  void end() {
    ended = true;
  }

  /** What is sent, as a stream without end. */
  DataStream<Received<T>> source(StreamExecutionEnvironment env, String name, Class<T> type) {
    String key = id;
    TypeInformation<Received<T>> received = Received.type(type);
    return env.fromSource(
            new DataGeneratorSource<>(
                index -> PassedStream.<T>take(key),
                Long.MAX_VALUE,
                Types.TUPLE(Types.LONG, received)),
            WatermarkStrategy.forGenerator(context -> new SentWatermarks<>()),
            name)
        .uid(name)
        .flatMap(PassedStream::record, received)
        .uid(name + "-records")
        .name(name + " records");
  }

  @SuppressWarnings("unchecked") // each id is known to the source of its own type only
  private static <T extends SpecificRecordBase> Tuple2<Long, Received<T>> take(String id)
      throws InterruptedException {
    return ((PassedStream<T>) ALL.get(id)).waiting.take();
  }

  private static <T extends SpecificRecordBase> void record(
      Tuple2<Long, Received<T>> sent, Collector<Received<T>> out) {
    if (sent.f1 != null) {
      out.collect(sent.f1);
    }
  }

  @Override
  public void close() {
    ALL.remove(id);
  }

  /** Says the watermarks where they were sent. */
  private static final class SentWatermarks<T extends SpecificRecordBase>
      implements WatermarkGenerator<Tuple2<Long, Received<T>>> {

    @Override
    public void onEvent(Tuple2<Long, Received<T>> sent, long timestamp, WatermarkOutput output) {
      if (sent.f1 == null) {
        output.emitWatermark(new Watermark(sent.f0));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Nothing but what was sent.
    }
  }
}
