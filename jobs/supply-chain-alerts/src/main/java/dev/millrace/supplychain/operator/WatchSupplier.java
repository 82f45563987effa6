package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.ingest.Received;
import dev.millrace.common.state.Retention;
import dev.millrace.common.state.Sweep;
import dev.millrace.suite.Source;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import dev.millrace.supplychain.domain.supplier.Delivery;
import dev.millrace.supplychain.domain.supplier.DriftRules;
import dev.millrace.supplychain.domain.supplier.OpenOrder;
import dev.millrace.supplychain.domain.supplier.Supplier;
import dev.millrace.supplychain.domain.supplier.SupplierFinding;
import dev.millrace.supplychain.domain.supplier.SupplierWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keyed by supplier: learns lead time, fill rate and time to confirm, and says when one of them has
 * changed for the worse.
 *
 * <p>State: one {@link Supplier}; each order, until 30 days after it was delivered or its rest
 * given up, refused, fulfilled or cancelled; a timer for the deadline of each, and one that removes
 * what is over; a delay of each order that is not known yet. Confirmations must come without
 * duplicates.
 */
public final class WatchSupplier
    extends KeyedCoProcessFunction<String, SupplierNews, Received<SupplyOrder>, SupplierFinding> {
  private static final long serialVersionUID = 1L;

  /** What suppliers have delivered. */
  public static final OutputTag<Delivery> DELIVERIES =
      new OutputTag<>("deliveries", SupplierTypes.DELIVERY);

  private final DriftRules rules;
  private final Duration retention;
  private transient SupplierWatch watch;
  private transient ValueState<Supplier> suppliers;
  private transient MapState<String, OpenOrder> open;
  private transient MapState<String, GoodsDelay> early;
  private transient Deadlines deadlines;
  private transient Sweep sweep;

  /**
   * Watches.
   *
   * @param retention how long a supplier is kept without a record, in processing time
   */
  public WatchSupplier(DriftRules rules, Duration retention) {
    this.rules = requireNonNull(rules);
    this.retention = requireNonNull(retention);
  }

  @Override
  public void open(OpenContext context) {
    watch = new SupplierWatch(rules);
    ValueStateDescriptor<Supplier> supplier =
        new ValueStateDescriptor<>("supplier", SupplierTypes.SUPPLIER);
    MapStateDescriptor<String, OpenOrder> orders =
        new MapStateDescriptor<>("open-orders", Types.STRING, SupplierTypes.OPEN_ORDER);
    MapStateDescriptor<Long, List<String>> lists =
        new MapStateDescriptor<>("deadlines", Types.LONG, ShipmentTypes.TEXTS);
    supplier.enableTimeToLive(Retention.of(retention));
    orders.enableTimeToLive(Retention.ofLargeMaps(retention));
    lists.enableTimeToLive(Retention.ofLargeMaps(retention));
    MapStateDescriptor<String, GoodsDelay> delays =
        new MapStateDescriptor<>("early-delays", Types.STRING, GoodsTypes.DELAY);
    delays.enableTimeToLive(Retention.ofLargeMaps(retention));
    suppliers = getRuntimeContext().getState(supplier);
    early = getRuntimeContext().getMapState(delays);
    open = getRuntimeContext().getMapState(orders);
    MapState<Long, List<String>> earlier = getRuntimeContext().getMapState(lists);
    deadlines =
        new Deadlines(
            getRuntimeContext(), Retention.ofLargeMaps(retention), new Deadlines.Lists(earlier));
    sweep = new Sweep(retention, deadlines.and(open, early, earlier));
  }

  @Override
  public void processElement1(SupplierNews news, Context context, Collector<SupplierFinding> out)
      throws Exception {
    sweep.await(context.getCurrentKey(), context.timerService());
    if (news.heard() != null) {
      heard(news.heard(), context, out);
    } else {
      delayed(news.delay(), context, out);
    }
  }

  private void delayed(GoodsDelay delay, Context context, Collector<SupplierFinding> out)
      throws Exception {
    String id = delay.orderId();
    OpenOrder before = open.get(id);
    if (before == null) {
      early.put(id, delay);
      return;
    }
    Moment moment = new Moment(delay.time(), delay.source());
    Supplier supplier = supplier();
    apply(watch.delayed(supplier, before, delay), supplier, id, before, moment, context, out);
  }

  private void heard(
      Received<SupplierConfirmation> heard, Context context, Collector<SupplierFinding> out)
      throws Exception {
    String id = heard.value().getOrderId();
    OpenOrder before = open.get(id);
    Moment moment = new Moment(heard.value().getEventTime().toEpochMilli(), heard.source());
    Supplier supplier = supplier();
    apply(watch.heard(supplier, before, heard.value()), supplier, id, before, moment, context, out);
  }

  @Override
  public void processElement2(
      Received<SupplyOrder> order, Context context, Collector<SupplierFinding> out)
      throws Exception {
    sweep.await(context.getCurrentKey(), context.timerService());
    String id = order.value().getOrderId();
    OpenOrder before = open.get(id);
    Moment moment = new Moment(order.value().getEventTime().toEpochMilli(), order.source());
    Supplier supplier = supplier();
    SupplierWatch.Result ordered = watch.ordered(supplier, before, order.value());
    apply(known(ordered, id), supplier, id, before, moment, context, out);
  }

  /** With a delay that became known before its order did. */
  private SupplierWatch.Result known(SupplierWatch.Result ordered, String id) throws Exception {
    GoodsDelay delay = early.get(id);
    if (delay == null || ordered.order() == null) {
      return ordered;
    }
    early.remove(id);
    return watch.delayed(ordered.supplier(), ordered.order(), delay);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<SupplierFinding> out)
      throws Exception {
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      sweep.sweep(context.getCurrentKey(), context.timerService());
      return;
    }
    for (String id : deadlines.due(time)) {
      OpenOrder order = open.get(id);
      if (order != null && order.deadline() == time) {
        // Its deadline is gone by now; the next one may be the same moment.
        OpenOrder past = order.until(Deadlines.NONE);
        Supplier supplier = supplier();
        SupplierWatch.Result silent = watch.silent(context.getCurrentKey(), supplier, order, time);
        apply(silent, supplier, id, past, new Moment(time, null), context, out);
      }
    }
  }

  /**
   * The moment of a change.
   *
   * @param time milliseconds since 1970
   * @param source the record; null where time passing is the cause
   */
  private record Moment(long time, Source source) {}

  private Supplier supplier() throws Exception {
    return requireNonNullElse(suppliers.value(), Supplier.UNKNOWN);
  }

  private void apply(
      SupplierWatch.Result result,
      Supplier known,
      String id,
      OpenOrder before,
      Moment moment,
      Context context,
      Collector<SupplierFinding> out)
      throws Exception {
    OpenOrder after = result.order();
    if (after == null && before != null) {
      open.remove(id);
    } else if (after != null && !after.equals(before)) {
      open.put(id, after);
    }
    deadlines.move(id, deadline(before), deadline(after), context.timerService());
    if (result.delivery() != null) {
      context.output(DELIVERIES, result.delivery());
    }
    Supplier supplier = result.supplier();
    String drifting = watch.drifting(supplier);
    if (!drifting.equals(supplier.drifting())) {
      SupplierFinding said =
          watch.said(
              context.getCurrentKey(),
              supplier,
              drifting,
              orders(),
              moment.time(),
              moment.source());
      supplier = supplier.saying(drifting, said.skuId());
      out.collect(said);
    }
    if (!supplier.equals(known)) {
      suppliers.update(supplier);
    }
  }

  private List<OpenOrder> orders() throws Exception {
    List<OpenOrder> orders = new ArrayList<>();
    for (OpenOrder order : open.values()) {
      if (!order.isClosed()) {
        orders.add(order);
      }
    }
    orders.sort(Comparator.comparing(OpenOrder::orderId));
    return orders;
  }

  private static long deadline(OpenOrder order) {
    return order == null ? Deadlines.NONE : order.deadline();
  }
}
