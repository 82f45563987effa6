package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.goods.Carriage;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import dev.millrace.supplychain.domain.goods.Leg;
import dev.millrace.supplychain.domain.goods.OrderedGoods;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How Flink serializes what is known of goods on their way. */
public final class GoodsTypes {
  private static final TypeInformation<Leg> LEG =
      Types.POJO(
          Leg.class,
          Map.of(
              "shipmentId", Types.STRING,
              "lateMs", Types.LONG,
              "arrival", Types.LONG,
              "causes", ShipmentTypes.TEXTS));

  static final TypeInformation<OrderedGoods> GOODS =
      Types.POJO(
          OrderedGoods.class,
          Map.of(
              "version", Types.LONG,
              "skuId", Types.STRING,
              "locationId", Types.STRING,
              "supplierId", Types.STRING,
              "late", Types.LIST(LEG),
              "said", Types.LONG,
              "saidOf", ShipmentTypes.TEXTS));

  /** What an order hears of a shipment. */
  public static final TypeInformation<Carriage> CARRIAGE =
      Types.POJO(
          Carriage.class,
          Map.of(
              "orderId", Types.STRING,
              "shipmentId", Types.STRING,
              "lateMs", Types.LONG,
              "arrival", Types.LONG,
              "withdrawn", Types.BOOLEAN,
              "delivered", Types.BOOLEAN,
              "causes", ShipmentTypes.TEXTS,
              "time", Types.LONG,
              "source", ShipmentTypes.SOURCE));

  /** What becomes known of a delay. */
  public static final TypeInformation<GoodsDelay> DELAY =
      Types.POJO(
          GoodsDelay.class,
          Map.of(
              "orderId", Types.STRING,
              "skuId", Types.STRING,
              "locationId", Types.STRING,
              "supplierId", Types.STRING,
              "lateMs", Types.LONG,
              "arrival", Types.LONG,
              "withdrawnBy", Types.LONG,
              "causes", ShipmentTypes.TEXTS,
              "time", Types.LONG,
              "source", ShipmentTypes.SOURCE));

  private GoodsTypes() {}
}
