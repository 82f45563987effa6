package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.ingest.Received;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What says something of a supplier beside orders: exactly one of the components is not null.
 *
 * @param heard what it said or did
 * @param delay what is late on its way from it
 */
public record SupplierNews(Received<SupplierConfirmation> heard, GoodsDelay delay) {

  /** How Flink serializes it. */
  public static final TypeInformation<SupplierNews> TYPE =
      Types.POJO(
          SupplierNews.class,
          Map.of("heard", Received.type(SupplierConfirmation.class), "delay", GoodsTypes.DELAY));

  public static SupplierNews of(Received<SupplierConfirmation> heard) {
    return new SupplierNews(requireNonNull(heard), null);
  }

  public static SupplierNews of(GoodsDelay delay) {
    return new SupplierNews(null, requireNonNull(delay));
  }

  /** What to key by. */
  public String supplierId() {
    return heard != null ? heard.value().getSupplierId() : delay.supplierId();
  }
}
