package dev.millrace.shopdesk;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.console.InProcess;
import dev.millrace.shop.Interaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** Clicks as a job reads them, by their number. */
final class ReplayedVisits implements GeneratorFunction<Long, Decoded<Interaction>> {
  private static final long serialVersionUID = 1L;
  private static final byte[] NO_BYTES = {};

  private final InProcess<List<Visit>> visits;
  private final String topic;

  ReplayedVisits(InProcess<List<Visit>> visits, String topic) {
    this.visits = visits;
    this.topic = topic;
  }

  @Override
  public Decoded<Interaction> map(Long number) {
    Visit visit = visits.value().get(number.intValue());
    byte[] key = visit.session().getBytes(StandardCharsets.UTF_8);
    return new Decoded<>(
        visit.interaction(),
        new RawRecord(topic, 0, number, visit.time(), key, NO_BYTES, new String[0], new byte[0][]));
  }
}
