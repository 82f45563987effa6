package dev.millrace.simulator.supply;

import dev.millrace.simulator.payments.Dice;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A supply chain in the order of time: 6 suppliers, 6 ports, 8 lanes, 3 carriers, 4 stores and 24
 * products. After some calm days something goes wrong, in two turns: what holds up goods, one at a
 * time and {@value #CALM_DAYS} days apart, so that each can be told apart, and beside it about
 * every second day what does not.
 *
 * <p>The same seed, start and script give the same records on every machine.
 */
public final class SyntheticSupply implements Iterator<SupplyEvent> {
  private static final double DISRUPTION_EVERY_HOURS = 44;
  private static final long CALM_DAYS = 6;
  private static final long RETRY_MS = 6 * Network.HOUR_MS;

  private final Agenda agenda;
  private final Script script = new Script();
  private final Network network;
  private final Sensors sensors;
  private final Traffic traffic;
  private final Trade trade;
  private final Dice dice;
  private final long end;
  private SupplyEvent next;

  /**
   * A supply chain.
   *
   * @param start of the first day, milliseconds since 1970
   * @param end no record is of this time or later, milliseconds since 1970
   * @param calmDays days before the first disruption, for detectors to learn
   * @param kinds what goes wrong; empty: only what does so by chance
   */
  public SyntheticSupply(long seed, long start, long end, int calmDays, Set<DisruptionKind> kinds) {
    this.end = end;
    this.dice = Dice.of(seed, 4, 0);
    this.agenda = new Agenda(start);
    this.network = Network.of(seed);
    String prefix = "sim-%d-".formatted(seed);
    this.sensors = new Sensors(agenda, script, seed, prefix);
    this.traffic = new Traffic(agenda, script, network, sensors, seed, prefix);
    this.trade = new Trade(agenda, script, network, traffic, seed, prefix);
    for (Network.Location location : network.locations()) {
      sensors.stay(location.id(), "CHILLED");
      sensors.stay(location.id(), "FROZEN");
    }
    for (boolean holdsUp : new boolean[] {true, false}) {
      List<DisruptionKind> turn =
          kinds.stream().filter(kind -> Disruption.holdsUpGoods(kind) == holdsUp).sorted().toList();
      if (!turn.isEmpty()) {
        agenda.at(start + calmDays * Network.DAY_MS, () -> disrupt(turn, 0));
      }
    }
    next = agenda.next(end);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public SupplyEvent next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    SupplyEvent result = next;
    next = agenda.next(end);
    return result;
  }

  /** What went wrong so far, by script and by chance. */
  public List<Truth> truths() {
    return script.truths();
  }

  /** Takes kinds of disruption by turns, each as soon as it may begin. */
  private void disrupt(List<DisruptionKind> turn, int number) {
    boolean begun = begin(turn.get(number % turn.size()));
    long pause =
        begun
            ? Math.round(dice.uniform(0.5, 1.5) * DISRUPTION_EVERY_HOURS * Network.HOUR_MS)
            : RETRY_MS;
    agenda.at(agenda.now() + pause, () -> disrupt(turn, begun ? number + 1 : number));
  }

  private boolean begin(DisruptionKind kind) {
    if (Disruption.holdsUpGoods(kind) && script.isBusy(agenda.now(), CALM_DAYS * Network.DAY_MS)) {
      return false;
    }
    switch (kind) {
      case PORT_CLOSURE -> traffic.close(Script.oneOf(network.ports(), dice), hours(60, 96));
      case SUPPLIER_FAILURE ->
          trade.fail(Script.oneOf(network.suppliers(), dice), hours(5 * 24, 8 * 24));
      case STORM -> traffic.storm(Script.oneOf(network.lanes(), dice), hours(48, 96));
      case DEMAND_SPIKE -> trade.spike(dice, hours(72, 96));
      case REEFER_FAILURE -> {
        return sensors.fail(dice, hours(6, 12));
      }
      case DATA_OUTAGE -> sensors.silence(dice, hours(4, 12));
    }
    return true;
  }

  private long hours(double low, double high) {
    return Math.round(dice.uniform(low, high) * Network.HOUR_MS);
  }
}
