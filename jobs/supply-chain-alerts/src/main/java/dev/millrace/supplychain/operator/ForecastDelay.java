package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static java.util.Objects.requireNonNullElseGet;

import dev.millrace.supplychain.domain.delivery.DelayForecast;
import dev.millrace.supplychain.domain.delivery.DelayForecaster;
import dev.millrace.supplychain.domain.delivery.DelayKnowledge;
import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import dev.millrace.supplychain.domain.delivery.FacetReading;
import dev.millrace.supplychain.domain.delivery.PendingForecast;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * One key for all deliveries: forecasts a delivery when all its facets have contributed, and learns
 * when it has arrived. Everything happens in the order of event time, whatever the order in which
 * it comes.
 *
 * <p>State: {@link DelayKnowledge}, 2.8 KB, and 250 bytes for each delivery that was forecast and
 * has not arrived; they are dropped once abandoned. The id of each that was forecast stays until
 * then in what is to be done at that moment, for which there is one timer.
 */
public final class ForecastDelay
    extends KeyedCoProcessFunction<String, FacetReading, DeliveryOutcome, DelayForecast> {
  private static final long serialVersionUID = 1L;

  private static final TypeInformation<Agenda> AGENDA =
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
  private transient MapState<Long, Agenda> agendas;

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
    agendas =
        getRuntimeContext().getMapState(new MapStateDescriptor<>("agenda", Types.LONG, AGENDA));
  }

  @Override
  public void processElement1(FacetReading reading, Context context, Collector<DelayForecast> out)
      throws Exception {
    String id = reading.deliveryId();
    PendingForecast before = pending.get(id);
    if (before != null && before.dueAt() == reading.dueAt()) {
      if (!before.isForecast()) {
        pending.put(id, before.with(reading.view()));
      }
    } else {
      DelayKnowledge known = known();
      forget(before, known);
      knowledge.update(known);
      pending.put(id, PendingForecast.of(reading));
      plan(rules.abandonedAt(reading.dueAt()), agenda -> agenda.withAbandoned(id), context);
    }
    if (pending.get(id).isComplete() && !pending.get(id).isForecast()) {
      plan(rules.forecastTimer(reading.dueAt()), agenda -> agenda.withForecast(id), context);
    }
  }

  @Override
  public void processElement2(
      DeliveryOutcome outcome, Context context, Collector<DelayForecast> out) throws Exception {
    plan(outcome.time(), agenda -> agenda.withOutcome(outcome), context);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<DelayForecast> out)
      throws Exception {
    Agenda agenda = requireNonNullElse(agendas.get(time), Agenda.EMPTY);
    agendas.remove(time);
    DelayKnowledge known = known();
    for (String id : agenda.overdue()) {
      PendingForecast delivery = pending.get(id);
      if (delivery != null && !delivery.overdue() && rules.overdueAt(delivery.dueAt()) == time) {
        pending.put(id, delivery.withDelay());
        known.all.overdue++;
      }
    }
    List<DeliveryOutcome> outcomes = new ArrayList<>(agenda.outcomes());
    outcomes.sort(Comparator.comparing(DeliveryOutcome::deliveryId));
    for (DeliveryOutcome outcome : outcomes) {
      learn(outcome, known);
    }
    for (String id : new TreeSet<>(agenda.forecasts())) {
      forecast(id, known, context, out);
    }
    for (String id : agenda.abandoned()) {
      PendingForecast delivery = pending.get(id);
      if (delivery != null && rules.abandonedAt(delivery.dueAt()) == time) {
        forget(delivery, known);
        pending.remove(id);
      }
    }
    knowledge.update(known);
  }

  private void learn(DeliveryOutcome outcome, DelayKnowledge known) throws Exception {
    PendingForecast delivery = pending.get(outcome.deliveryId());
    if (delivery != null && !delivery.arrived()) {
      pending.remove(outcome.deliveryId());
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

  private void forecast(
      String id, DelayKnowledge known, OnTimerContext context, Collector<DelayForecast> out)
      throws Exception {
    PendingForecast delivery = pending.get(id);
    if (delivery == null || delivery.isForecast() || !delivery.isComplete()) {
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
      plan(rules.overdueAt(delivery.dueAt()), agenda -> agenda.withOverdue(id), context);
    }
  }

  /** What is not waited for any more is not overdue either. */
  private static void forget(PendingForecast delivery, DelayKnowledge known) {
    if (delivery != null && delivery.overdue()) {
      known.all.overdue--;
    }
  }

  private DelayKnowledge known() throws Exception {
    return requireNonNullElseGet(knowledge.value(), DelayKnowledge::new);
  }

  private void plan(long time, UnaryOperator<Agenda> entry, Context context) throws Exception {
    agendas.put(time, entry.apply(requireNonNullElse(agendas.get(time), Agenda.EMPTY)));
    context.timerService().registerEventTimeTimer(time);
  }
}
