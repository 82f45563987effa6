package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.anomaly.AnomalyScore;
import dev.millrace.supplychain.domain.anomaly.JudgedPoint;
import dev.millrace.supplychain.domain.anomaly.SeriesMemory;
import dev.millrace.supplychain.domain.anomaly.SeriesPoint;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How Flink serializes series and what is said of them. */
public final class AnomalyTypes {

  /** A point. */
  public static final TypeInformation<SeriesPoint> POINT =
      Types.POJO(
          SeriesPoint.class,
          Map.of("series", Types.STRING, "time", Types.LONG, "value", Types.DOUBLE));

  private static final TypeInformation<AnomalyScore> SCORE =
      Types.POJO(
          AnomalyScore.class,
          Map.of(
              "score", Types.DOUBLE,
              "surprise", Types.DOUBLE,
              "status", Types.ENUM(AnomalyScore.Status.class),
              "expected", Types.DOUBLE,
              "typicalDeviation", Types.DOUBLE));

  /** A judged point. */
  public static final TypeInformation<JudgedPoint> JUDGED =
      Types.POJO(JudgedPoint.class, Map.of("point", POINT, "judgement", SCORE));

  static final TypeInformation<SeriesMemory> MEMORY = Types.POJO(SeriesMemory.class);

  private AnomalyTypes() {}
}
