package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.delivery.DelayForecast;
import dev.millrace.supplychain.domain.delivery.DeliveryNews;
import dev.millrace.supplychain.domain.delivery.OrderNews;
import dev.millrace.supplychain.domain.delivery.OrderRisk;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by order: says which open orders will probably be late. State: one {@link OrderRisk} until
 * the order has arrived or will not come.
 */
public final class ReportDeliveryRisk
    extends KeyedCoProcessFunction<String, DelayForecast, OrderNews, Finding> {
  private static final long serialVersionUID = 1L;

  /** How Flink serializes news of orders. */
  public static final TypeInformation<OrderNews> NEWS =
      Types.POJO(
          OrderNews.class,
          Map.of(
              "news", DeliveryTypes.NEWS,
              "valueMinor", Types.LONG,
              "currency", Types.STRING,
              "source", ShipmentTypes.SOURCE));

  private static final TypeInformation<OrderRisk> RISK =
      Types.POJO(
          OrderRisk.class,
          Map.of(
              "valueMinor", Types.LONG,
              "currency", Types.STRING,
              "supplier", Types.STRING,
              "raisedAt", Types.LONG));

  private final double probability;
  private final Duration retention;
  private transient ValueState<OrderRisk> orders;

  /**
   * Reports.
   *
   * @param probability from which an order is said to be late
   * @param retention how long an order is kept without a record, in processing time
   */
  public ReportDeliveryRisk(double probability, Duration retention) {
    this.probability = probability;
    this.retention = requireNonNull(retention);
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<OrderRisk> descriptor = new ValueStateDescriptor<>("order", RISK);
    descriptor.enableTimeToLive(Retention.of(retention));
    orders = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement1(DelayForecast forecast, Context context, Collector<Finding> out)
      throws Exception {
    OrderRisk order = orders.value();
    if (order == null || forecast.arrived()) {
      return;
    }
    boolean late = forecast.probability() >= probability;
    if (late) {
      out.collect(order.late(forecast));
    } else if (order.raisedAt() != 0) {
      out.collect(order.better(forecast));
    }
    orders.update(order.raised(late ? forecast.time() : 0));
  }

  @Override
  public void processElement2(OrderNews news, Context context, Collector<Finding> out)
      throws Exception {
    OrderRisk before = requireNonNullElse(orders.value(), OrderRisk.UNKNOWN);
    if (news.news().kind() == DeliveryNews.Kind.PLANNED) {
      orders.update(before.with(news));
      return;
    }
    if (before.raisedAt() != 0) {
      out.collect(before.over(news));
    }
    orders.clear();
  }
}
