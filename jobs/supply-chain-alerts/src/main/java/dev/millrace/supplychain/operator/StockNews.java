package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.ingest.Received;
import dev.millrace.supply.StockLevel;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What says something of stock beside orders: exactly one of the components is not null.
 *
 * @param level what was counted
 * @param delay what is late on its way there
 */
public record StockNews(Received<StockLevel> level, GoodsDelay delay) {

  /** How Flink serializes it. */
  public static final TypeInformation<StockNews> TYPE =
      Types.POJO(
          StockNews.class,
          Map.of("level", Received.type(StockLevel.class), "delay", GoodsTypes.DELAY));

  public static StockNews of(Received<StockLevel> level) {
    return new StockNews(requireNonNull(level), null);
  }

  public static StockNews of(GoodsDelay delay) {
    return new StockNews(null, requireNonNull(delay));
  }

  /** What to key by. */
  public String skuId() {
    return level != null ? level.value().getSkuId() : delay.skuId();
  }
}
