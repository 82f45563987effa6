package dev.millrace.simulator.supply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.simulator.payments.Dice;
import dev.millrace.supply.OrderKind;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplyOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class TradeTest {
  private static final long SEED = 7;
  private static final int DAYS = 30;
  private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int SPIKE_BEGINS = 10;
  private static final int SPIKE_HOURS = 3;

  private final Agenda agenda = new Agenda(START);
  private final Script script = new Script();
  private final Trade trade = trade(agenda, script);

  static {
    TrustedRecords.trust();
  }

  /** What a customer buys. */
  private record Sale(String stock, long time, long units) {}

  @Test
  void aSpikeLastsFromItsFirstHourToItsLastAndChangesNothingElse() {
    Dice dice = new Dice(SEED);
    for (int day = 0; day < DAYS; day++) {
      agenda.at(
          START + day * DAY + SPIKE_BEGINS * HOUR, () -> trade.spike(dice, SPIKE_HOURS * HOUR));
    }

    List<Sale> spiked = sales(agenda);
    Agenda calmAgenda = new Agenda(START);
    trade(calmAgenda, new Script());
    List<Sale> calm = sales(calmAgenda);

    List<Truth> spikes =
        script.truths().stream().filter(truth -> truth.kind().equals("demand-spike")).toList();
    assertThat(spikes).hasSize(DAYS);
    BiPredicate<Sale, Truth> within =
        (sale, spike) ->
            spike.subject().equals(sale.stock())
                && sale.time() >= spike.from()
                && sale.time() < spike.to();
    List<Sale> calmInSpikes = in(calm, spikes, within);
    List<Sale> spikedInSpikes = in(spiked, spikes, within);
    assertThat((double) spikedInSpikes.size() / calmInSpikes.size()).isBetween(4.0, 6.0);
    assertThat(spikedInSpikes).containsAll(calmInSpikes);

    List<Sale> calmOutside = new ArrayList<>(calm);
    calmOutside.removeAll(calmInSpikes);
    List<Sale> spikedOutside = new ArrayList<>(spiked);
    spikedOutside.removeAll(spikedInSpikes);
    assertThat(spikedOutside).isEqualTo(calmOutside);
  }

  @Test
  void aShelfThatASpikeEmptiesIsNotEmptyByChance() {
    agenda.at(START + DAY, () -> trade.spike(new Dice(SEED), 8 * DAY));

    List<SupplyEvent> events = events(agenda);

    String stock = script.truths().get(0).subject();
    assertThat(events)
        .filteredOn(event -> event.value() instanceof StockLevel)
        .extracting(event -> (StockLevel) event.value())
        .filteredOn(level -> stock.equals(stock(level.getSkuId(), level.getLocationId())))
        .as("counts of the shelf, of which one finds next to nothing")
        .extracting(StockLevel::getOnHand)
        .anyMatch(onHand -> onHand < 3);
    assertThat(script.truths())
        .filteredOn(truth -> truth.kind().equals("stock-out"))
        .extracting(Truth::subject)
        .doesNotContain(stock);
  }

  private static List<Sale> in(
      List<Sale> sales, List<Truth> spikes, BiPredicate<Sale, Truth> within) {
    return sales.stream()
        .filter(sale -> spikes.stream().anyMatch(spike -> within.test(sale, spike)))
        .toList();
  }

  private static List<Sale> sales(Agenda agenda) {
    return events(agenda).stream()
        .filter(event -> event.value() instanceof SupplyOrder)
        .map(event -> (SupplyOrder) event.value())
        .filter(order -> order.getKind() == OrderKind.DEMAND)
        .map(
            order ->
                new Sale(
                    stock(order.getSkuId(), order.getLocationId()),
                    order.getEventTime().toEpochMilli(),
                    order.getQuantity()))
        .toList();
  }

  private static List<SupplyEvent> events(Agenda agenda) {
    List<SupplyEvent> events = new ArrayList<>();
    SupplyEvent event = agenda.next(START + DAYS * DAY);
    while (event != null) {
      events.add(event);
      event = agenda.next(START + DAYS * DAY);
    }
    return events;
  }

  private static String stock(String product, String location) {
    return "STOCK:" + product + "@" + location;
  }

  private static Trade trade(Agenda agenda, Script script) {
    Network network = Network.of(SEED);
    Sensors sensors = new Sensors(agenda, script, SEED, "");
    Traffic traffic = new Traffic(agenda, script, network, sensors, SEED, "");
    return new Trade(agenda, script, network, traffic, SEED, "");
  }
}
