package dev.millrace.recommendations.operator;

import dev.millrace.recommendations.domain.Lessons;
import dev.millrace.recommendations.domain.SubjectKind;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a session tells a subject, and asks it.
 *
 * @param key what the subject's state is kept by
 * @param kind what the subject is
 * @param subject its name
 * @param sessionId the session
 * @param version of the interaction within the session
 * @param answers how many answers the interaction waits for; 0 if it is not to be answered
 * @param weight how much the session cares for the subject; 0 if it only tells
 * @param visits 1 if the session visits the subject for the first time, -1 to take that back, else
 *     0
 * @param lessons what belongs to the subject
 * @param time of the interaction, milliseconds since 1970
 * @param stock whether the subject can be bought
 * @param occasion with the first question of an interaction that is followed; null with the others,
 *     and where something was merely shown
 */
public record Question(
    String key,
    SubjectKind kind,
    String subject,
    String sessionId,
    long version,
    int answers,
    float weight,
    int visits,
    Lessons lessons,
    long time,
    Stock stock,
    Occasion occasion) {

  /** Whether an item can be bought. */
  public enum Stock {
    NOT_SAID,
    IN_STOCK,
    SOLD_OUT
  }

  /** How Flink serializes it. */
  public static final TypeInformation<Question> TYPE =
      Types.POJO(
          Question.class,
          Map.ofEntries(
              Map.entry("key", Types.STRING),
              Map.entry("kind", Types.ENUM(SubjectKind.class)),
              Map.entry("subject", Types.STRING),
              Map.entry("sessionId", Types.STRING),
              Map.entry("version", Types.LONG),
              Map.entry("answers", Types.INT),
              Map.entry("weight", Types.FLOAT),
              Map.entry("visits", Types.INT),
              Map.entry("lessons", RecordTypes.LESSONS),
              Map.entry("time", Types.LONG),
              Map.entry("stock", Types.ENUM(Stock.class)),
              Map.entry("occasion", Occasion.TYPE)));

  /** Whether the subject is to say something. */
  boolean asks() {
    return answers > 0 && weight > 0;
  }
}
