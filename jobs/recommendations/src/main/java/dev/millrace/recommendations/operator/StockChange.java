package dev.millrace.recommendations.operator;

import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * An item cannot be bought any more, or still not, or again.
 *
 * @param time when that was said, milliseconds since 1970
 */
public record StockChange(String item, boolean soldOut, long time) {

  /** How Flink serializes it. */
  public static final TypeInformation<StockChange> TYPE =
      Types.POJO(
          StockChange.class,
          Map.of("item", Types.STRING, "soldOut", Types.BOOLEAN, "time", Types.LONG));
}
