package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static java.util.Objects.requireNonNullElseGet;

import dev.millrace.common.state.Retention;
import dev.millrace.common.state.Sweep;
import dev.millrace.supplychain.domain.delivery.DeliveryNews.Kind;
import dev.millrace.supplychain.domain.delivery.ExpectedDelivery;
import dev.millrace.supplychain.domain.delivery.Facet;
import dev.millrace.supplychain.domain.delivery.FacetNews;
import dev.millrace.supplychain.domain.delivery.FacetReading;
import dev.millrace.supplychain.domain.delivery.FacetView;
import dev.millrace.supplychain.domain.delivery.TrackRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
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
 * <p>State: one {@link TrackRecord}; the deliveries that have not arrived, how many are due at the
 * same time and when each is next looked at, with a timer for each such moment, until abandoned;
 * one timer that removes what is over.
 */
public final class TrackFacet extends KeyedProcessFunction<String, FacetNews, FacetReading> {
  private static final long serialVersionUID = 1L;

  private final DelayRules rules;
  private transient ValueState<TrackRecord> tracks;
  private transient MapState<String, ExpectedDelivery> deliveries;
  private transient MapState<Long, Integer> companions;
  private transient MapState<Long, ExpectedDelivery[]> listed;
  private transient Deadlines deadlines;
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
    StateTtlConfig timeToLive = Retention.ofLargeMaps(rules.facetRetention());
    MapStateDescriptor<String, ExpectedDelivery> expected =
        new MapStateDescriptor<>("deliveries", Types.STRING, DeliveryTypes.EXPECTED);
    MapStateDescriptor<Long, Integer> together =
        new MapStateDescriptor<>("due-together", Types.LONG, Types.INT);
    MapStateDescriptor<Long, ExpectedDelivery[]> arrays =
        new MapStateDescriptor<>(
            "expected", Types.LONG, Types.OBJECT_ARRAY(DeliveryTypes.EXPECTED));
    expected.enableTimeToLive(timeToLive);
    together.enableTimeToLive(timeToLive);
    arrays.enableTimeToLive(timeToLive);
    deliveries = getRuntimeContext().getMapState(expected);
    companions = getRuntimeContext().getMapState(together);
    listed = getRuntimeContext().getMapState(arrays);
    deadlines = new Deadlines(getRuntimeContext(), timeToLive, new Listed());
    sweep = new Sweep(rules.facetRetention(), deadlines.and(deliveries, companions, listed));
  }

  @Override
  public void processElement(FacetNews news, Context context, Collector<FacetReading> out)
      throws Exception {
    sweep.await(context.getCurrentKey(), context.timerService());
    TimerService timers = context.timerService();
    for (String id : unlist(news.dueAt())) {
      deadlines.set(id, rules.nextOf(deliveries.get(id)), timers);
    }
    TrackRecord track = track();
    ExpectedDelivery before = deliveries.get(news.deliveryId());
    if (before != null) {
      remove(before, track, timers);
    }
    if (news.kind() == Kind.PLANNED) {
      expect(ExpectedDelivery.planned(news.deliveryId(), news.dueAt(), news.facets()), timers);
    } else if (news.kind() == Kind.ARRIVED) {
      track.arrived(news.late(), news.time());
      if (before != null && !before.viewed()) {
        expect(before.withArrival(news.late(), news.time()), timers);
      }
    }
    tracks.update(track);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<FacetReading> out)
      throws Exception {
    TimerService timers = context.timerService();
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      sweep.sweep(context.getCurrentKey(), timers);
      return;
    }
    List<ExpectedDelivery> due = new ArrayList<>();
    for (String id : deadlines.due(time)) {
      ExpectedDelivery delivery = deliveries.get(id);
      if (delivery != null && rules.nextOf(delivery) == time) {
        due.add(delivery);
      } else if (delivery != null) {
        keep(delivery, timers);
      }
    }
    if (due.isEmpty()) {
      return;
    }
    TrackRecord track = track();
    String key = context.getCurrentKey();
    Facet facet = Facet.valueOf(key.substring(0, key.indexOf(':')));
    for (ExpectedDelivery delivery : due) {
      if (!delivery.viewed()) {
        out.collect(reading(delivery, facet, track));
      }
    }
    for (ExpectedDelivery delivery : due) {
      pass(delivery, track, timers);
    }
    tracks.update(track);
  }

  private FacetReading reading(ExpectedDelivery delivery, Facet facet, TrackRecord track)
      throws Exception {
    long time = rules.forecastAt(delivery.dueAt());
    TrackRecord others = track.at(time);
    if (delivery.arrived()) {
      others.forget(delivery.arrivedLate(), delivery.knownAt());
    }
    if (delivery.overdue()) {
      others.overdue--;
    }
    return new FacetReading(
        delivery.id(),
        delivery.dueAt(),
        time,
        delivery.facets(),
        delivery.arrived(),
        new FacetView(facet, others, together(delivery.dueAt())));
  }

  /** After a delivery was looked at for its forecast, its delay or its end. */
  private void pass(ExpectedDelivery delivery, TrackRecord track, TimerService timers)
      throws Exception {
    if (delivery.arrived() || delivery.overdue()) {
      remove(delivery, track, timers);
    } else if (delivery.viewed()) {
      track.overdue++;
      keep(delivery.withDelay(), timers);
    } else {
      keep(delivery.withView(), timers);
    }
  }

  private TrackRecord track() throws Exception {
    return requireNonNullElseGet(tracks.value(), TrackRecord::new);
  }

  private void expect(ExpectedDelivery delivery, TimerService timers) throws Exception {
    companions.put(delivery.dueAt(), together(delivery.dueAt()) + 1);
    keep(delivery, timers);
  }

  private void keep(ExpectedDelivery delivery, TimerService timers) throws Exception {
    deliveries.put(delivery.id(), delivery);
    deadlines.set(delivery.id(), rules.nextOf(delivery), timers);
  }

  private void remove(ExpectedDelivery delivery, TrackRecord track, TimerService timers)
      throws Exception {
    track.overdue -= delivery.overdue() ? 1 : 0;
    deliveries.remove(delivery.id());
    deadlines.set(delivery.id(), Deadlines.NONE, timers);
    if (together(delivery.dueAt()) > 1) {
      companions.put(delivery.dueAt(), together(delivery.dueAt()) - 1);
    } else {
      companions.remove(delivery.dueAt());
    }
  }

  private int together(long dueAt) throws Exception {
    return requireNonNullElse(companions.get(dueAt), 0);
  }

  /** Keeps deliveries of an earlier build as they are kept now, but for when they are due next. */
  private List<String> unlist(long dueAt) throws Exception {
    ExpectedDelivery[] due = listed.get(dueAt);
    if (due == null) {
      return List.of();
    }
    listed.remove(dueAt);
    List<String> ids = new ArrayList<>();
    for (ExpectedDelivery delivery : due) {
      deliveries.put(delivery.id(), delivery.at(dueAt));
      ids.add(delivery.id());
    }
    companions.put(dueAt, together(dueAt) + due.length);
    return ids;
  }

  /**
   * Savepoints of earlier builds have an array of the deliveries for each time at which any is due,
   * and a timer for their forecasts, one for their delays and one for their end.
   */
  private final class Listed implements Deadlines.Earlier {
    @Override
    public boolean isAnyAt(long time) throws Exception {
      for (long dueAt : dueAt(time)) {
        if (listed.contains(dueAt)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Collection<String> take(long time) throws Exception {
      List<String> ids = new ArrayList<>();
      for (long dueAt : dueAt(time)) {
        ids.addAll(unlist(dueAt));
      }
      return ids;
    }

    private long[] dueAt(long time) {
      return new long[] {
        time + 1 + rules.horizon().toMillis(),
        time - rules.overdueAfter().toMillis(),
        time - rules.abandonAfter().toMillis()
      };
    }
  }
}
