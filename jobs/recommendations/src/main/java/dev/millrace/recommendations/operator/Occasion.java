package dev.millrace.recommendations.operator;

import dev.millrace.common.contract.RecordType;
import dev.millrace.common.observe.Trace;
import dev.millrace.recommendations.domain.Moment;
import dev.millrace.recommendations.domain.Reclick;
import dev.millrace.suite.Source;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a recommendation answers. Travels with one of the questions of its interaction.
 *
 * @param moment the session at that moment
 * @param source the interaction's record
 * @param sentAt its Kafka timestamp, milliseconds since 1970
 * @param trace the sampled trace that it belongs to, or null
 */
public record Occasion(Moment moment, Source source, long sentAt, Trace trace) {

  /** How Flink serializes it. */
  public static final TypeInformation<Occasion> TYPE =
      Types.POJO(
          Occasion.class,
          Map.of(
              "moment",
              Types.POJO(
                  Moment.class,
                  Map.ofEntries(
                      Map.entry("sessionId", Types.STRING),
                      Map.entry("version", Types.LONG),
                      Map.entry("interactionId", Types.STRING),
                      Map.entry("eventTime", Types.LONG),
                      Map.entry("customerId", Types.STRING),
                      Map.entry("variant", Types.STRING),
                      Map.entry("seen", RecordTypes.STRINGS),
                      Map.entry("seenGroups", RecordTypes.INTS),
                      Map.entry("excluded", RecordTypes.STRINGS),
                      Map.entry("reclick", Types.ENUM(Reclick.class)),
                      Map.entry("teaches", Types.BOOLEAN),
                      Map.entry("visited", Types.STRING))),
              "source",
              new RecordType<>(Source.class),
              "sentAt",
              Types.LONG,
              "trace",
              Trace.TYPE));
}
