package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.ingest.Received;
import dev.millrace.common.state.Retention;
import dev.millrace.suite.Source;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supplychain.domain.goods.Carriage;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import dev.millrace.supplychain.domain.goods.OrderedGoods;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by order: joins orders that bring goods with the shipments that carry them, and says when
 * goods are late on their way, by how much and what may be to blame. Those that wait for the goods
 * do not have to blame the supplier for a closed port. Who does not wait for them any more, because
 * the order goes elsewhere, is told so.
 *
 * <p>State: one {@link OrderedGoods} for each open order, and for each that is not known but has a
 * shipment that is late on its way; removed when the order is over, or has not changed for the
 * retention. What is in time leaves nothing behind and tells nobody.
 */
public final class FollowGoods
    extends KeyedCoProcessFunction<String, Received<SupplyOrder>, Carriage, GoodsDelay> {
  private static final long serialVersionUID = 1L;

  private final Duration retention;
  private transient ValueState<OrderedGoods> goods;

  /**
   * Follows.
   *
   * @param retention how long an order is kept without a change, in processing time
   */
  public FollowGoods(Duration retention) {
    this.retention = requireNonNull(retention);
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<OrderedGoods> descriptor =
        new ValueStateDescriptor<>("goods", GoodsTypes.GOODS);
    descriptor.enableTimeToLive(Retention.of(retention));
    goods = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement1(
      Received<SupplyOrder> order, Context context, Collector<GoodsDelay> out) throws Exception {
    OrderedGoods before = goods();
    before.withdrawn(order.value(), order.source()).ifPresent(out::collect);
    tell(
        before,
        before.ordered(order.value()),
        new Moment(order.value().getEventTime().toEpochMilli(), order.source()),
        context,
        out);
  }

  @Override
  public void processElement2(Carriage carriage, Context context, Collector<GoodsDelay> out)
      throws Exception {
    OrderedGoods before = goods();
    tell(
        before,
        before.carried(carriage),
        new Moment(carriage.time(), carriage.source()),
        context,
        out);
  }

  /**
   * The moment of a change.
   *
   * @param time milliseconds since 1970
   * @param source the record; null where time passing is the cause
   */
  private record Moment(long time, Source source) {}

  private OrderedGoods goods() throws Exception {
    return requireNonNullElse(goods.value(), OrderedGoods.UNKNOWN);
  }

  private void tell(
      OrderedGoods before,
      OrderedGoods after,
      Moment moment,
      Context context,
      Collector<GoodsDelay> out)
      throws Exception {
    if (after == null) {
      goods.clear();
      return;
    }
    Optional<GoodsDelay> news = after.news(context.getCurrentKey(), moment.time(), moment.source());
    news.ifPresent(out::collect);
    OrderedGoods told = news.map(after::saying).orElse(after);
    if (told.equals(OrderedGoods.UNKNOWN)) {
      goods.clear();
    } else if (!told.equals(before)) {
      goods.update(told);
    }
  }
}
