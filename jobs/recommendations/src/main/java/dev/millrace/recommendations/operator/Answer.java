package dev.millrace.recommendations.operator;

import dev.millrace.recommendations.domain.Evidence;
import dev.millrace.recommendations.domain.SubjectKind;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a subject says to a session.
 *
 * @param sessionId the session
 * @param version of the interaction within the session
 * @param answers how many answers the interaction waits for; 0 if it is not to be answered
 * @param evidence what the subject says
 * @param occasion with one of the answers of an interaction, else null
 */
public record Answer(
    String sessionId, long version, int answers, Evidence evidence, Occasion occasion) {

  /** How Flink serializes it. */
  public static final TypeInformation<Answer> TYPE =
      Types.POJO(
          Answer.class,
          Map.of(
              "sessionId",
              Types.STRING,
              "version",
              Types.LONG,
              "answers",
              Types.INT,
              "evidence",
              Types.POJO(
                  Evidence.class,
                  Map.of(
                      "kind",
                      Types.ENUM(SubjectKind.class),
                      "subject",
                      Types.STRING,
                      "weight",
                      Types.FLOAT,
                      "visits",
                      Types.DOUBLE,
                      "neighbours",
                      RecordTypes.LESSONS,
                      "gone",
                      RecordTypes.STRINGS)),
              "occasion",
              Occasion.TYPE));
}
