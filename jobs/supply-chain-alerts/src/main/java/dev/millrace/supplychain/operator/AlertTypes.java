package dev.millrace.supplychain.operator;

import dev.millrace.common.contract.RecordType;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supplychain.domain.alert.AlertRecord;
import dev.millrace.supplychain.domain.notice.News;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How Flink serializes alerts, in state and between operators. */
final class AlertTypes {
  static final TypeInformation<AlertRecord> RECORD =
      Types.POJO(
          AlertRecord.class,
          Map.ofEntries(
              Map.entry("newest", new RecordType<>(SupplyAlert.class)),
              Map.entry("parents", Types.LIST(Types.STRING)),
              Map.entry("ownValueMinor", Types.LONG),
              Map.entry("ownCurrency", Types.STRING),
              Map.entry("acknowledged", Types.BOOLEAN),
              Map.entry("snoozedUntil", Types.LONG),
              Map.entry("waitingSince", Types.LONG),
              Map.entry("waitingValueMinor", Types.LONG),
              Map.entry("overdue", Types.INT),
              Map.entry("clearedAt", Types.LONG),
              Map.entry("heardAt", Types.LONG),
              Map.entry("dismissed", Types.BOOLEAN),
              Map.entry(
                  "children",
                  Types.POJO(
                      AlertRecord.Children.class,
                      Map.of(
                          "count", Types.INT,
                          "valueMinor", Types.LONG,
                          "currency", Types.STRING))),
              Map.entry("childrenDueAt", Types.LONG),
              Map.entry(
                  "share",
                  Types.POJO(
                      AlertRecord.Share.class,
                      Map.of(
                          "parentId", Types.STRING,
                          "valueMinor", Types.LONG,
                          "currency", Types.STRING))),
              Map.entry("commands", Types.LIST(Types.STRING)),
              Map.entry("forgotten", Types.LONG)));

  static final TypeInformation<News> NEWS =
      Types.POJO(
          News.class,
          Map.of(
              "owner",
              Types.STRING,
              "version",
              new RecordType<>(SupplyAlert.class),
              "hold",
              Types.ENUM(News.Hold.class)));

  private AlertTypes() {}
}
