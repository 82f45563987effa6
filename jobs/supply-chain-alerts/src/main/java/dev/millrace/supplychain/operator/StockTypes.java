package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.stock.Announced;
import dev.millrace.supplychain.domain.stock.DemandHistory;
import dev.millrace.supplychain.domain.stock.Destination;
import dev.millrace.supplychain.domain.stock.Inbound;
import dev.millrace.supplychain.domain.stock.LocationStock;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How Flink serializes what is known of stock. */
final class StockTypes {
  private static final TypeInformation<DemandHistory> DEMAND =
      Types.POJO(
          DemandHistory.class,
          Map.of(
              "day", Types.LONG,
              "today", Types.DOUBLE,
              "level", Types.DOUBLE,
              "variance", Types.DOUBLE,
              "weekdays", PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO,
              "days", Types.INT));

  private static final TypeInformation<Inbound> INBOUND =
      Types.POJO(
          Inbound.class,
          Map.of(
              "orderId", Types.STRING,
              "version", Types.LONG,
              "quantity", Types.LONG,
              "dueAt", Types.LONG,
              "supplierId", Types.STRING,
              "open", Types.BOOLEAN,
              "arrivesAt", Types.LONG,
              "causes", ShipmentTypes.TEXTS));

  private static final TypeInformation<Announced> ANNOUNCED =
      Types.POJO(
          Announced.class,
          Map.of(
              "since", Types.LONG,
              "impactAt", Types.LONG,
              "units", Types.DOUBLE,
              "causes", ShipmentTypes.TEXTS,
              "owner", Types.STRING));

  static final TypeInformation<LocationStock> LOCATION =
      Types.POJO(
          LocationStock.class,
          Map.ofEntries(
              Map.entry("onHand", Types.LONG),
              Map.entry("countedAt", Types.LONG),
              Map.entry("leadTimeMs", Types.LONG),
              Map.entry("unitValueMinor", Types.LONG),
              Map.entry("currency", Types.STRING),
              Map.entry("owner", Types.STRING),
              Map.entry("movedAt", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO),
              Map.entry("moved", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO),
              Map.entry("demand", DEMAND),
              Map.entry("inbound", Types.OBJECT_ARRAY(INBOUND)),
              Map.entry("orders", Types.BOOLEAN),
              Map.entry("heardAt", Types.LONG),
              Map.entry("stockOut", ANNOUNCED),
              Map.entry("overstock", ANNOUNCED),
              Map.entry("checkAt", Types.LONG)));

  static final TypeInformation<Destination> DESTINATION =
      Types.POJO(
          Destination.class,
          Map.of(
              "locationId", Types.STRING,
              "version", Types.LONG,
              "complete", Types.BOOLEAN));

  private StockTypes() {}
}
