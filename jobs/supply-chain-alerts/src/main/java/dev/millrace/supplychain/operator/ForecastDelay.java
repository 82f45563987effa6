package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;

import dev.millrace.supplychain.domain.delivery.DelayForecast;
import dev.millrace.supplychain.domain.delivery.DelayForecaster;
import dev.millrace.supplychain.domain.delivery.DelayKnowledge;
import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import dev.millrace.supplychain.domain.delivery.FacetReading;
import dev.millrace.supplychain.domain.delivery.PendingForecast;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * One key for all deliveries: forecasts a delivery when all its facets have contributed, and learns
 * when it has arrived. Everything happens in the order of event time, whatever the order in which
 * it comes.
 *
 * <p>State: {@link DelayKnowledge}, 2.8 KB, and 250 bytes for each delivery that was forecast and
 * has not arrived, with the moment at which time next changes something of it; they are dropped
 * once abandoned. Outcomes, until the time at which they became known. One timer for each moment.
 */
public final class ForecastDelay
    extends KeyedCoProcessFunction<String, FacetReading, DeliveryOutcome, DelayForecast> {
  private static final long serialVersionUID = 1L;

  static final TypeInformation<Agenda> AGENDA =
      Types.POJO(
          Agenda.class,
          Map.of(
              "outcomes", Types.LIST(DeliveryTypes.OUTCOME),
              "forecasts", Types.LIST(Types.STRING),
              "overdue", Types.LIST(Types.STRING),
              "abandoned", Types.LIST(Types.STRING)));

  private final DelayRules rules;
  private transient ValueState<DelayKnowledge> knowledge;
  private transient MapState<String, PendingForecast> pending;
  private transient MapState<String, DeliveryOutcome> outcomes;
  private transient MapState<Long, Agenda> agendas;
  private transient Deadlines deadlines;

  public ForecastDelay(DelayRules rules) {
    this.rules = requireNonNull(rules);
  }

  @Override
  public void open(OpenContext context) {
    knowledge =
        getRuntimeContext().getState(new ValueStateDescriptor<>("delays", DeliveryTypes.KNOWLEDGE));
    pending =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("pending", Types.STRING, DeliveryTypes.PENDING));
    outcomes =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("outcomes", Types.STRING, DeliveryTypes.OUTCOME));
    agendas =
        getRuntimeContext().getMapState(new MapStateDescriptor<>("agenda", Types.LONG, AGENDA));
    deadlines = new Deadlines(getRuntimeContext(), StateTtlConfig.DISABLED, new Agendas());
  }

  @Override
  public void processElement1(FacetReading reading, Context context, Collector<DelayForecast> out)
      throws Exception {
    String id = reading.deliveryId();
    PendingForecast before = pending.get(id);
    if (before == null || before.dueAt() != reading.dueAt()) {
      if (isOverdue(before)) {
        DelayKnowledge known = known();
        forget(before, known);
        knowledge.update(known);
      }
      pending.put(id, PendingForecast.of(reading));
    } else if (!before.isForecast()) {
      pending.put(id, before.with(reading.view()));
    }
    plan(id, context.timerService());
  }

  @Override
  public void processElement2(
      DeliveryOutcome outcome, Context context, Collector<DelayForecast> out) throws Exception {
    outcomes.put(outcome.deliveryId(), outcome);
    plan(outcome.deliveryId(), context.timerService());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<DelayForecast> out)
      throws Exception {
    Set<String> ids = new TreeSet<>(deadlines.due(time));
    DelayKnowledge known = known();
    for (String id : ids) {
      delay(id, time, known);
    }
    for (String id : ids) {
      learn(id, time, known);
    }
    for (String id : ids) {
      forecast(id, time, known, out);
    }
    for (String id : ids) {
      abandon(id, time, known);
      plan(id, context.timerService());
    }
    knowledge.update(known);
  }

  private void delay(String id, long time, DelayKnowledge known) throws Exception {
    PendingForecast delivery = pending.get(id);
    if (delivery != null
        && delivery.isForecast()
        && !delivery.overdue()
        && rules.overdueAt(delivery.dueAt()) == time) {
      pending.put(id, delivery.withDelay());
      known.all.overdue++;
    }
  }

  private void learn(String id, long time, DelayKnowledge known) throws Exception {
    DeliveryOutcome outcome = outcomes.get(id);
    if (outcome == null || outcome.time() != time) {
      return;
    }
    outcomes.remove(id);
    PendingForecast delivery = pending.get(id);
    if (delivery != null && !delivery.arrived()) {
      pending.remove(id);
      forget(delivery, known);
    }
    if (outcome.cancelled()) {
      return;
    }
    if (delivery != null && delivery.isForecast()) {
      DelayForecaster.learn(known, delivery.figures(), outcome.late());
    }
    known.all.arrived(outcome.late(), outcome.time());
  }

  private void forecast(String id, long time, DelayKnowledge known, Collector<DelayForecast> out)
      throws Exception {
    PendingForecast delivery = pending.get(id);
    if (delivery == null
        || delivery.isForecast()
        || !delivery.isComplete()
        || rules.forecastTimer(delivery.dueAt()) != time) {
      return;
    }
    List<Double> figures = DelayForecaster.figures(known, delivery.views(), delivery.time());
    out.collect(
        new DelayForecast(
            id,
            delivery.dueAt(),
            delivery.time(),
            DelayForecaster.probability(known, figures),
            delivery.arrived(),
            DelayForecaster.effects(known, figures)));
    if (delivery.arrived()) {
      pending.remove(id);
    } else {
      pending.put(id, delivery.withForecast(figures));
    }
  }

  private void abandon(String id, long time, DelayKnowledge known) throws Exception {
    PendingForecast delivery = pending.get(id);
    if (delivery != null && rules.abandonedAt(delivery.dueAt()) == time) {
      forget(delivery, known);
      pending.remove(id);
    }
  }

  /** What is not waited for any more is not overdue either. */
  private static void forget(PendingForecast delivery, DelayKnowledge known) {
    if (isOverdue(delivery)) {
      known.all.overdue--;
    }
  }

  private static boolean isOverdue(PendingForecast delivery) {
    return delivery != null && delivery.overdue();
  }

  private DelayKnowledge known() throws Exception {
    return requireNonNullElseGet(knowledge.value(), DelayKnowledge::new);
  }

  /** Sets when time next changes something of a delivery. */
  private void plan(String id, TimerService timers) throws Exception {
    PendingForecast delivery = pending.get(id);
    DeliveryOutcome outcome = outcomes.get(id);
    long next = delivery == null ? Deadlines.NONE : rules.nextOf(delivery);
    deadlines.set(id, outcome == null ? next : Math.min(next, outcome.time()), timers);
  }

  /** Savepoints of earlier builds have an agenda of all deliveries for each moment. */
  private final class Agendas implements Deadlines.Earlier {
    @Override
    public boolean isAnyAt(long time) throws Exception {
      return agendas.contains(time);
    }

    @Override
    public Collection<String> take(long time) throws Exception {
      Agenda agenda = agendas.get(time);
      if (agenda == null) {
        return List.of();
      }
      agendas.remove(time);
      List<String> ids = new ArrayList<>(agenda.forecasts());
      ids.addAll(agenda.overdue());
      ids.addAll(agenda.abandoned());
      for (DeliveryOutcome outcome : agenda.outcomes()) {
        outcomes.put(outcome.deliveryId(), outcome);
        ids.add(outcome.deliveryId());
      }
      return ids;
    }
  }
}
