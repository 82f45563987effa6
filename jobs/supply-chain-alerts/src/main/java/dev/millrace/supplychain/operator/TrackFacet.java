package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;

import dev.millrace.common.state.Retention;
import dev.millrace.common.state.Sweep;
import dev.millrace.supplychain.domain.delivery.ExpectedDelivery;
import dev.millrace.supplychain.domain.delivery.Facet;
import dev.millrace.supplychain.domain.delivery.FacetNews;
import dev.millrace.supplychain.domain.delivery.FacetReading;
import dev.millrace.supplychain.domain.delivery.FacetView;
import dev.millrace.supplychain.domain.delivery.TrackRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by facet and its value (a supplier, a lane ...): keeps how punctual its deliveries are, and
 * says so of each delivery when its forecast is due.
 *
 * <p>State: one {@link TrackRecord} and the deliveries that have not arrived, by the time they are
 * due; they are dropped once abandoned. Three timers for each time at which any is due, until then;
 * one that removes what is over.
 */
public final class TrackFacet extends KeyedProcessFunction<String, FacetNews, FacetReading> {
  private static final long serialVersionUID = 1L;
  private static final ExpectedDelivery[] NONE = {};

  private final DelayRules rules;
  private transient ValueState<TrackRecord> tracks;
  private transient MapState<Long, ExpectedDelivery[]> expected;
  private transient Sweep sweep;

  public TrackFacet(DelayRules rules) {
    this.rules = requireNonNull(rules);
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<TrackRecord> track =
        new ValueStateDescriptor<>("track-record", DeliveryTypes.TRACK);
    track.enableTimeToLive(Retention.of(rules.facetRetention()));
    tracks = getRuntimeContext().getState(track);
    MapStateDescriptor<Long, ExpectedDelivery[]> deliveries =
        new MapStateDescriptor<>("expected", Types.LONG, DeliveryTypes.EXPECTED);
    deliveries.enableTimeToLive(Retention.ofLargeMaps(rules.facetRetention()));
    expected = getRuntimeContext().getMapState(deliveries);
    sweep = new Sweep(rules.facetRetention(), expected);
  }

  @Override
  public void processElement(FacetNews news, Context context, Collector<FacetReading> out)
      throws Exception {
    sweep.await(context.getCurrentKey(), context.timerService());
    TrackRecord track = requireNonNullElseGet(tracks.value(), TrackRecord::new);
    List<ExpectedDelivery> due = due(news.dueAt());
    switch (news.kind()) {
      case PLANNED -> {
        due.add(ExpectedDelivery.planned(news.deliveryId(), news.facets()));
        TimerService timers = context.timerService();
        timers.registerEventTimeTimer(rules.forecastTimer(news.dueAt()));
        timers.registerEventTimeTimer(rules.overdueAt(news.dueAt()));
        timers.registerEventTimeTimer(rules.abandonedAt(news.dueAt()));
      }
      case ARRIVED -> {
        ExpectedDelivery before = remove(due, news.deliveryId(), track);
        track.arrived(news.late(), news.time());
        if (before != null && !before.viewed()) {
          due.add(before.withArrival(news.late(), news.time()));
        }
      }
      case CANCELLED -> remove(due, news.deliveryId(), track);
    }
    tracks.update(track);
    keep(news.dueAt(), due);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<FacetReading> out)
      throws Exception {
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      sweep.sweep(context.getCurrentKey(), context.timerService());
      return;
    }
    long forecastDue = time + 1 + rules.horizon().toMillis();
    long overdueDue = time - rules.overdueAfter().toMillis();
    long abandonedDue = time - rules.abandonAfter().toMillis();
    view(forecastDue, context.getCurrentKey(), out);
    TrackRecord track = requireNonNullElseGet(tracks.value(), TrackRecord::new);
    List<ExpectedDelivery> late = new ArrayList<>();
    for (ExpectedDelivery delivery : due(overdueDue)) {
      boolean newly = !delivery.overdue() && !delivery.arrived();
      track.overdue += newly ? 1 : 0;
      late.add(newly ? delivery.withDelay() : delivery);
    }
    keep(overdueDue, late);
    for (ExpectedDelivery delivery : due(abandonedDue)) {
      track.overdue -= delivery.overdue() ? 1 : 0;
    }
    keep(abandonedDue, List.of());
    tracks.update(track);
  }

  private void view(long dueAt, String key, Collector<FacetReading> out) throws Exception {
    List<ExpectedDelivery> due = due(dueAt);
    long time = rules.forecastAt(dueAt);
    Facet facet = Facet.valueOf(key.substring(0, key.indexOf(':')));
    List<ExpectedDelivery> left = new ArrayList<>();
    for (ExpectedDelivery delivery : due) {
      if (!delivery.viewed()) {
        TrackRecord others = requireNonNullElseGet(tracks.value(), TrackRecord::new).at(time);
        if (delivery.arrived()) {
          others.forget(delivery.arrivedLate(), delivery.knownAt());
        }
        if (delivery.overdue()) {
          others.overdue--;
        }
        out.collect(
            new FacetReading(
                delivery.id(),
                dueAt,
                time,
                delivery.facets(),
                delivery.arrived(),
                new FacetView(facet, others, due.size())));
      }
      if (!delivery.arrived()) {
        left.add(delivery.withView());
      }
    }
    keep(dueAt, left);
  }

  private List<ExpectedDelivery> due(long dueAt) throws Exception {
    ExpectedDelivery[] due = expected.get(dueAt);
    return new ArrayList<>(List.of(due == null ? NONE : due));
  }

  private void keep(long dueAt, List<ExpectedDelivery> due) throws Exception {
    if (due.isEmpty()) {
      expected.remove(dueAt);
    } else {
      expected.put(dueAt, due.toArray(NONE));
    }
  }

  private static ExpectedDelivery remove(List<ExpectedDelivery> due, String id, TrackRecord track) {
    for (ExpectedDelivery delivery : due) {
      if (delivery.id().equals(id)) {
        due.remove(delivery);
        track.overdue -= delivery.overdue() ? 1 : 0;
        return delivery;
      }
    }
    return null;
  }
}
