package dev.millrace.simulator.supply;

import dev.millrace.simulator.payments.Dice;
import java.util.ArrayList;
import java.util.List;

/**
 * Who supplies what to whom, over which lanes.
 *
 * @param lanes from each port of origin to each of destination
 * @param carriers who sail them; each lane has two
 */
record Network(
    List<Supplier> suppliers,
    List<Lane> lanes,
    List<String> carriers,
    List<Location> locations,
    List<Product> products) {

  static final long HOUR_MS = 3_600_000L;
  static final long DAY_MS = 24 * HOUR_MS;

  private static final String[] ORIGINS = {"CNSHA", "SGSIN", "INNSA", "BRSSZ"};
  private static final String[] DESTINATIONS = {"NLRTM", "DEHAM"};
  private static final String[] CARRIERS = {"MAEU", "HLCU", "CMDU"};
  private static final int SUPPLIERS = 6;
  private static final int LOCATIONS = 4;
  private static final int PRODUCTS = 24;

  /** Who makes products, at an origin. */
  record Supplier(String id, String origin) {}

  /**
   * A way over sea.
   *
   * @param medianHours of the transit; half of all are faster
   */
  record Lane(String id, String origin, String destination, double medianHours, int number) {}

  /** Where products are sold, behind a port of destination. */
  record Location(String id, String port) {}

  /**
   * What is sold.
   *
   * @param productClass null for goods that need no cooling
   */
  record Product(String id, Supplier supplier, String productClass, long unitValueMinor) {}

  static Network of(long seed) {
    Dice dice = Dice.of(seed, 0, 0);
    List<Supplier> suppliers = new ArrayList<>();
    for (int i = 0; i < SUPPLIERS; i++) {
      suppliers.add(new Supplier("supplier-" + (i + 1), ORIGINS[i % ORIGINS.length]));
    }
    List<Lane> lanes = new ArrayList<>();
    for (String origin : ORIGINS) {
      for (String destination : DESTINATIONS) {
        lanes.add(
            new Lane(
                "%s-%s-OCEAN".formatted(origin, destination),
                origin,
                destination,
                dice.uniform(72, 144),
                lanes.size()));
      }
    }
    List<Location> locations = new ArrayList<>();
    for (int i = 0; i < LOCATIONS; i++) {
      locations.add(new Location("store-" + (i + 1), DESTINATIONS[i % DESTINATIONS.length]));
    }
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < PRODUCTS; i++) {
      String productClass = i % 4 == 0 ? "CHILLED" : i % 4 == 1 ? "FROZEN" : null;
      products.add(
          new Product(
              "sku-" + (i + 1),
              suppliers.get(i % SUPPLIERS),
              productClass,
              Math.round(dice.uniform(500, 10_000))));
    }
    return new Network(suppliers, lanes, List.of(CARRIERS), locations, products);
  }

  Lane lane(String origin, String destination) {
    return lanes.stream()
        .filter(lane -> lane.origin().equals(origin) && lane.destination().equals(destination))
        .findFirst()
        .orElseThrow();
  }

  /** All ports, each once. */
  List<String> ports() {
    List<String> ports = new ArrayList<>(List.of(ORIGINS));
    ports.addAll(List.of(DESTINATIONS));
    return ports;
  }

  /** One of the two carriers of a lane. */
  String carrier(Lane lane, Dice dice) {
    return carriers.get((lane.number() + dice.below(2)) % carriers.size());
  }
}
