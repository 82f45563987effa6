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
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TradeTest {
  private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  static {
    TrustedRecords.trust();
  }

  /** Trade of a seed, and what goes wrong in it. */
  private static final class World {
    private final Agenda agenda = new Agenda(START);
    private final Script script = new Script();
    private final Trade trade;

    World(long seed) {
      Network network = Network.of(seed);
      Sensors sensors = new Sensors(agenda, script, seed, "");
      Traffic traffic = new Traffic(agenda, script, network, sensors, seed, "");
      trade = new Trade(agenda, script, network, traffic, seed, "");
    }

    void spike(long at, Dice dice, long durationMs) {
      agenda.at(at, () -> trade.spike(dice, durationMs));
    }

    List<SupplyEvent> events(int days) {
      List<SupplyEvent> events = new ArrayList<>();
      SupplyEvent event = agenda.next(START + days * DAY);
      while (event != null) {
        events.add(event);
        event = agenda.next(START + days * DAY);
      }
      return events;
    }
  }

  /** What a customer buys. */
  private record Sale(String stock, long time, long units) {
    boolean isIn(Truth spike) {
      return stock.equals(spike.subject()) && time >= spike.from() && time < spike.to();
    }
  }

  @Test
  void aSpikeLastsFromItsFirstHourToItsLastAndChangesNothingElse() {
    // In a week no shelf runs out, which would be something else.
    int days = 7;
    int spikedSales = 0;
    int calmSales = 0;
    for (long seed = 1; seed <= 6; seed++) {
      World spiked = new World(seed);
      Dice dice = new Dice(seed);
      for (int day = 0; day < days; day++) {
        spiked.spike(START + day * DAY + 10 * HOUR, dice, 3 * HOUR);
      }

      List<Sale> withSpikes = sales(spiked.events(days));
      List<Sale> calm = sales(new World(seed).events(days));

      List<Truth> spikes =
          spiked.script.truths().stream()
              .filter(truth -> truth.kind().equals("demand-spike"))
              .toList();
      assertThat(spikes).hasSize(days);
      Predicate<Sale> inSpike = sale -> spikes.stream().anyMatch(sale::isIn);
      spikedSales += (int) withSpikes.stream().filter(inSpike).count();
      calmSales += (int) calm.stream().filter(inSpike).count();
      assertThat(new HashSet<>(withSpikes).containsAll(calm)).as("the usual sales").isTrue();
      assertThat(withSpikes.stream().filter(inSpike.negate()))
          .hasSize((int) calm.stream().filter(inSpike.negate()).count());
    }
    assertThat((double) spikedSales / calmSales).isBetween(4.0, 6.0);
  }

  @Test
  void aShelfThatASpikeEmptiesIsNotEmptyByChance() {
    World world = new World(7);
    world.spike(START + DAY, new Dice(7), 8 * DAY);

    List<SupplyEvent> events = world.events(30);

    String stock = world.script.truths().get(0).subject();
    assertThat(events)
        .filteredOn(event -> event.value() instanceof StockLevel)
        .extracting(event -> (StockLevel) event.value())
        .filteredOn(level -> stock.equals(stock(level.getSkuId(), level.getLocationId())))
        .as("counts of the shelf, of which one finds next to nothing")
        .extracting(StockLevel::getOnHand)
        .anyMatch(onHand -> onHand < 3);
    assertThat(world.script.truths())
        .filteredOn(truth -> truth.kind().equals("stock-out"))
        .extracting(Truth::subject)
        .doesNotContain(stock);
  }

  private static List<Sale> sales(List<SupplyEvent> events) {
    return events.stream()
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

  private static String stock(String product, String location) {
    return "STOCK:" + product + "@" + location;
  }
}
