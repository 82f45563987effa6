package dev.millrace.common.quality;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Header;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes dead letters: the refused record as it came, with the reason. */
public final class DeadLetters {

  /** Topic of all dead letters of the suite, keyed by the original topic. */
  public static final String TOPIC = "suite.dead-letters";

  private DeadLetters() {}

  /**
   * The dead letter of a record. Depends on its arguments only, so that a record refused again
   * after a failure gives the same letter under the same id.
   *
   * @param job the job that refuses the record
   */
  public static DeadLetter of(String job, RawRecord raw, Refusal refusal) {
    return DeadLetter.newBuilder()
        .setId("%s/%s/%d/%d".formatted(job, raw.topic(), raw.partition(), raw.offset()))
        .setJob(job)
        .setStage(refusal.stage())
        .setReason(refusal.reason())
        .setDetail(refusal.detail())
        .setSource(raw.source())
        .setRecordTime(Instant.ofEpochMilli(raw.timestamp()))
        .setKey(wrapped(raw.key()))
        .setValue(wrapped(raw.value()))
        .setHeaders(headers(raw))
        .build();
  }

  private static List<Header> headers(RawRecord raw) {
    List<Header> headers = new ArrayList<>(raw.headerNames().length);
    for (int i = 0; i < raw.headerNames().length; i++) {
      headers.add(new Header(raw.headerNames()[i], wrapped(raw.headerValues()[i])));
    }
    return headers;
  }

  private static ByteBuffer wrapped(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
