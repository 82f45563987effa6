package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.supplier.Delivery;
import dev.millrace.supplychain.domain.supplier.Measure;
import dev.millrace.supplychain.domain.supplier.OpenOrder;
import dev.millrace.supplychain.domain.supplier.Parts;
import dev.millrace.supplychain.domain.supplier.SourceOfSupply;
import dev.millrace.supplychain.domain.supplier.Supplier;
import dev.millrace.supplychain.domain.supplier.SupplierFinding;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How Flink serializes what is known and said of suppliers. */
public final class SupplierTypes {
  private static final TypeInformation<Measure> MEASURE =
      Types.POJO(
          Measure.class,
          Map.of(
              "mean", Types.DOUBLE,
              "variance", Types.DOUBLE,
              "recent", Types.DOUBLE,
              "count", Types.LONG,
              "sum", Types.DOUBLE,
              "since", Types.LONG));

  static final TypeInformation<Supplier> SUPPLIER =
      Types.POJO(
          Supplier.class,
          Map.of(
              "leadTime", MEASURE,
              "shortfall", MEASURE,
              "confirmation", MEASURE,
              "drifting", Types.STRING,
              "skuId", Types.STRING));

  private static final TypeInformation<Parts> PARTS =
      Types.POJO(
          Parts.class,
          Map.of(
              "units", Types.LONG,
              "newestAt", Types.LONG,
              "judged", Types.BOOLEAN));

  static final TypeInformation<OpenOrder> OPEN_ORDER =
      Types.POJO(
          OpenOrder.class,
          Map.ofEntries(
              Map.entry("orderId", Types.STRING),
              Map.entry("orderedAt", Types.LONG),
              Map.entry("dueAt", Types.LONG),
              Map.entry("confirmed", Types.BOOLEAN),
              Map.entry("counted", Types.BOOLEAN),
              Map.entry("overdue", Types.BOOLEAN),
              Map.entry("skuId", Types.STRING),
              Map.entry("quantity", Types.LONG),
              Map.entry("valueMinor", Types.LONG),
              Map.entry("currency", Types.STRING),
              Map.entry("inTransitMs", Types.LONG),
              Map.entry("version", Types.LONG),
              Map.entry("deadline", Types.LONG),
              Map.entry("parts", PARTS)));

  static final TypeInformation<SourceOfSupply> SOURCE_OF_SUPPLY =
      Types.POJO(
          SourceOfSupply.class,
          Map.of(
              "supplierId", Types.STRING,
              "leadHours", Types.DOUBLE,
              "filled", Types.DOUBLE,
              "unitMinor", Types.DOUBLE,
              "count", Types.LONG,
              "time", Types.LONG));

  /** A change of a supplier. */
  public static final TypeInformation<SupplierFinding> FINDING =
      Types.POJO(
          SupplierFinding.class,
          Map.of("skuId", Types.STRING, "quantity", Types.LONG, "finding", FindingTypes.FINDING));

  /** What a supplier has delivered. */
  public static final TypeInformation<Delivery> DELIVERY =
      Types.POJO(
          Delivery.class,
          Map.of(
              "skuId", Types.STRING,
              "supplierId", Types.STRING,
              "leadHours", Types.DOUBLE,
              "filled", Types.DOUBLE,
              "unitMinor", Types.DOUBLE,
              "time", Types.LONG));

  private SupplierTypes() {}
}
