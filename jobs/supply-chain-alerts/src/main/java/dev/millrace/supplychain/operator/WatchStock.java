package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.ingest.Received;
import dev.millrace.common.state.Retention;
import dev.millrace.common.state.Sweep;
import dev.millrace.supply.OrderKind;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import dev.millrace.supplychain.domain.stock.Destination;
import dev.millrace.supplychain.domain.stock.Inbound;
import dev.millrace.supplychain.domain.stock.LocationStock;
import dev.millrace.supplychain.domain.stock.StockSubject;
import dev.millrace.supplychain.domain.stock.StockWatch;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by product: says where it runs out before goods could come, and where it lies too long. All
 * locations of a product are in one place, so that one with a surplus is found for one in need.
 *
 * <p>What is late in event time counts as of its own time; looked at is always the present: the
 * newer of the record's time and the watermark. An event-time timer looks again when stock that is
 * used up as usual begins to be a risk, or when inbound is overdue, though no record comes.
 *
 * <p>State for each product: one {@link LocationStock} for each of at most maxLocations locations,
 * their number, and one timer and their names for each moment at which any of them is looked at
 * again, at most as many as locations; a delay of each order that is not known yet; where each open
 * order brings goods, and each of which a version is missing; one timer that removes what is over.
 */
public final class WatchStock
    extends KeyedCoProcessFunction<String, StockNews, Received<SupplyOrder>, Finding>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final StockRules rules;
  private transient StockWatch watch;
  private transient MapState<String, LocationStock> locations;
  private transient MapState<String, GoodsDelay> early;
  private transient MapState<String, Destination> destinations;
  private transient ValueState<Boolean> destinationsKnown;
  private transient Sweep sweep;
  private transient ValueState<Integer> followed;
  private transient Present present;
  private transient Deadlines checks;
  private transient MapState<Long, Integer> numbersOfChecks;

  public WatchStock(StockRules rules) {
    this.rules = requireNonNull(rules);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    present = new Present(context.getOperatorStateStore());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    present.keep();
  }

  @Override
  public void open(OpenContext context) {
    watch = new StockWatch(rules.policy());
    MapStateDescriptor<String, LocationStock> descriptor =
        new MapStateDescriptor<>("locations", Types.STRING, StockTypes.LOCATION);
    descriptor.enableTimeToLive(Retention.ofLargeMaps(rules.retention()));
    locations = getRuntimeContext().getMapState(descriptor);
    MapStateDescriptor<String, GoodsDelay> delays =
        new MapStateDescriptor<>("early-delays", Types.STRING, GoodsTypes.DELAY);
    delays.enableTimeToLive(Retention.ofLargeMaps(rules.retention()));
    early = getRuntimeContext().getMapState(delays);
    MapStateDescriptor<String, Destination> orders =
        new MapStateDescriptor<>("destinations", Types.STRING, StockTypes.DESTINATION);
    orders.enableTimeToLive(Retention.ofLargeMaps(rules.retention()));
    destinations = getRuntimeContext().getMapState(orders);
    ValueStateDescriptor<Boolean> known =
        new ValueStateDescriptor<>("destinations-known", Types.BOOLEAN);
    known.enableTimeToLive(Retention.of(rules.retention()));
    destinationsKnown = getRuntimeContext().getState(known);
    sweep = new Sweep(rules.retention(), locations, early, destinations);
    ValueStateDescriptor<Integer> number =
        new ValueStateDescriptor<>("number-of-locations", Types.INT);
    number.enableTimeToLive(Retention.of(rules.retention()));
    followed = getRuntimeContext().getState(number);
    checks =
        new Deadlines(
            getRuntimeContext(),
            StateTtlConfig.DISABLED,
            new Deadlines.Lists(
                getRuntimeContext()
                    .getMapState(
                        new MapStateDescriptor<>(
                            "locations-to-check", Types.LONG, ShipmentTypes.TEXTS))));
    numbersOfChecks =
        getRuntimeContext().getMapState(new MapStateDescriptor<>("checks", Types.LONG, Types.INT));
  }

  @Override
  public void processElement1(StockNews news, Context context, Collector<Finding> out)
      throws Exception {
    sweep.await(context.getCurrentKey(), context.timerService());
    if (news.level() != null) {
      counted(news.level(), context, out);
    } else {
      delayed(news.delay(), context, out);
    }
  }

  private void counted(Received<StockLevel> level, Context context, Collector<Finding> out)
      throws Exception {
    StockLevel value = level.value();
    LocationStock before = at(value.getLocationId(), context, out);
    look(
        value.getLocationId(),
        before,
        before.counted(value, rules.policy()),
        new StockWatch.Moment(
            present.at(value.getEventTime().toEpochMilli(), context.timerService()),
            level.source()),
        context,
        out);
  }

  private void delayed(GoodsDelay delay, Context context, Collector<Finding> out) throws Exception {
    if (delay.locationId() == null) {
      return; // only the supplier is another one
    }
    LocationStock before = locations.get(delay.locationId());
    if (before == null || !before.knows(delay.orderId())) {
      early.put(delay.orderId(), delay);
    } else {
      look(
          delay.locationId(),
          before,
          before.arriving(delay),
          new StockWatch.Moment(present.at(delay.time(), context.timerService()), delay.source()),
          context,
          out);
    }
  }

  @Override
  public void processElement2(Received<SupplyOrder> order, Context context, Collector<Finding> out)
      throws Exception {
    SupplyOrder value = order.value();
    if (value.getKind() == OrderKind.UNKNOWN) {
      return;
    }
    sweep.await(context.getCurrentKey(), context.timerService());
    StockWatch.Moment moment =
        new StockWatch.Moment(
            present.at(value.getEventTime().toEpochMilli(), context.timerService()),
            order.source());
    LocationStock before = at(value.getLocationId(), context, out);
    if (value.getKind() == OrderKind.DEMAND) {
      look(
          value.getLocationId(),
          before,
          before.demanded(value, rules.policy()),
          moment,
          context,
          out);
      return;
    }
    Destination destination = destination(value.getOrderId());
    if (destination != null && destination.isLeft(value)) {
      withdraw(destination.locationId(), value, moment, context, out);
    }
    LocationStock after = known(before.expecting(value, rules.policy()), value);
    if (destination != null && destination.isElsewhere(value) && after.knows(value.getOrderId())) {
      after = after.without(value.getOrderId(), destination.version());
    }
    remember(value.getOrderId(), Destination.after(destination, value));
    look(value.getLocationId(), before, after, moment, context, out);
  }

  private Destination destination(String orderId) throws Exception {
    if (destinationsKnown.value() == null) {
      findDestinations();
      destinationsKnown.update(true);
    }
    return destinations.get(orderId);
  }

  /** In savepoints of earlier builds only the locations know of orders. */
  private void findDestinations() throws Exception {
    for (Map.Entry<String, LocationStock> entry : locations.entries()) {
      String location = entry.getKey();
      for (Inbound order : entry.getValue().inbound()) {
        Destination known = destinations.get(order.orderId());
        boolean isNewest = known == null || known.version() < order.version();
        // Where it was to come before, it is closed as of the version that took it elsewhere.
        if (isNewest
            || (known.version() == order.version()
                && order.open()
                && !known.locationId().equals(location))) {
          destinations.put(order.orderId(), new Destination(location, order.version(), false));
        }
      }
    }
  }

  /**
   * As long as there are locations: they know of orders that are over, and to find destinations
   * again would bring those back.
   */
  private void keepDestinationsKnown() throws Exception {
    if (destinationsKnown.value() != null && !locations.isEmpty()) {
      destinationsKnown.update(true);
    }
  }

  private void remember(String orderId, Destination destination) throws Exception {
    if (destination == null) {
      destinations.remove(orderId);
    } else {
      destinations.put(orderId, destination);
    }
  }

  /** With a delay that became known before its order did. */
  private LocationStock known(LocationStock stock, SupplyOrder order) throws Exception {
    GoodsDelay delay = early.get(order.getOrderId());
    if (delay == null || !delay.locationId().equals(order.getLocationId())) {
      return stock;
    }
    early.remove(order.getOrderId());
    return stock.arriving(delay);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out)
      throws Exception {
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      sweep.sweep(context.getCurrentKey(), context.timerService());
      keepDestinationsKnown();
      return;
    }
    if (numbersOfChecks.contains(timestamp)) {
      nameLocationsToCheck(context.timerService());
    }
    for (String location : checks.due(timestamp)) {
      LocationStock stock = locations.get(location);
      if (stock != null && stock.checkAt() == timestamp) {
        LocationStock unscheduled = stock.checkedAt(LocationStock.NEVER);
        look(
            location,
            unscheduled,
            unscheduled,
            new StockWatch.Moment(timestamp, null),
            context,
            out);
      }
    }
  }

  /** An order that goes elsewhere now does not come where it was to come before. */
  private void withdraw(
      String location,
      SupplyOrder order,
      StockWatch.Moment moment,
      Context context,
      Collector<Finding> out)
      throws Exception {
    LocationStock before = locations.get(location);
    if (before != null && before.expects(order.getOrderId(), order.getVersion())) {
      LocationStock after = before.without(order.getOrderId(), order.getVersion());
      look(location, before, after, moment, context, out);
    }
  }

  private void look(
      String location,
      LocationStock before,
      LocationStock after,
      StockWatch.Moment moment,
      Context context,
      Collector<Finding> out)
      throws Exception {
    StockSubject subject = new StockSubject(context.getCurrentKey(), location);
    StockWatch.Verdict verdict = watch.look(subject, after, () -> others(location), moment);
    reschedule(location, before.checkAt(), verdict.stock().checkAt(), context.timerService());
    locations.put(location, verdict.stock());
    verdict.findings().forEach(out::collect);
  }

  private Map<String, LocationStock> others(String location) throws Exception {
    Map<String, LocationStock> others = new HashMap<>();
    for (Map.Entry<String, LocationStock> entry : locations.entries()) {
      if (!entry.getKey().equals(location)) {
        others.put(entry.getKey(), entry.getValue());
      }
    }
    return others;
  }

  /** What is known of a location; room is made for a new one. */
  private LocationStock at(String location, Context context, Collector<Finding> out)
      throws Exception {
    LocationStock known = locations.get(location);
    if (known != null) {
      return known;
    }
    int others = requireNonNullElse(followed.value(), rules.maxLocations());
    if (others >= rules.maxLocations()) {
      others = makeRoom(context, out);
    }
    followed.update(others + 1);
    return LocationStock.EMPTY;
  }

  /**
   * Leaves the location that was not heard of for longest if there are too many: some of those that
   * were counted may be over.
   *
   * @return number of locations now
   */
  private int makeRoom(Context context, Collector<Finding> out) throws Exception {
    int number = 0;
    String quietest = null;
    LocationStock stock = null;
    for (Map.Entry<String, LocationStock> entry : locations.entries()) {
      number++;
      if (stock == null || entry.getValue().heardAt() < stock.heardAt()) {
        quietest = entry.getKey();
        stock = entry.getValue();
      }
    }
    if (number < rules.maxLocations()) {
      return number;
    }
    reschedule(quietest, stock.checkAt(), LocationStock.NEVER, context.timerService());
    locations.remove(quietest);
    watch
        .abandoned(
            new StockSubject(context.getCurrentKey(), quietest),
            stock,
            new StockWatch.Moment(present.at(stock.heardAt(), context.timerService()), null))
        .forEach(out::collect);
    return number - 1;
  }

  /** One timer for all locations that are to be looked at at the same moment. */
  private void reschedule(String location, long from, long to, TimerService timers)
      throws Exception {
    if (from != to && from != LocationStock.NEVER && numbersOfChecks.contains(from)) {
      nameLocationsToCheck(timers);
    }
    checks.move(location, deadline(from), deadline(to), timers);
  }

  /**
   * In savepoints of earlier builds only the number of locations is known of each moment: that
   * tells whether a timer is still needed, but not by whom.
   */
  private void nameLocationsToCheck(TimerService timers) throws Exception {
    for (Map.Entry<String, LocationStock> entry : locations.entries()) {
      long at = entry.getValue().checkAt();
      if (numbersOfChecks.contains(at)) {
        checks.set(entry.getKey(), at, timers);
      }
    }
    numbersOfChecks.clear();
  }

  private static long deadline(long checkAt) {
    return checkAt == LocationStock.NEVER ? Deadlines.NONE : checkAt;
  }
}
