package dev.millrace.simulator.payments;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a terminal says of its merchant.
 *
 * @param category merchant category code (ISO 18245)
 * @param country ISO 3166-1, two letters
 * @param online whether cards are used there without being present
 */
public record Merchant(Optional<String> category, Optional<String> country, boolean online) {
  /** Groceries, restaurants, fuel, travel, clothing, digital goods. */
  private static final List<String> CATEGORIES =
      List.of("5411", "5812", "5541", "4722", "5651", "5815");

  private static final List<String> COUNTRIES = List.of("BE", "BE", "BE", "FR", "NL", "US");

  /** A terminal that says nothing of its merchant, as all of the handbook's do. */
  public static final Merchant UNKNOWN = new Merchant(Optional.empty(), Optional.empty(), false);

  public Merchant {
    requireNonNull(category, "category");
    requireNonNull(country, "country");
  }

  /** The merchant of a synthetic terminal, the same every time; every sixth is online. */
  public static Merchant of(long terminal) {
    int category = (int) Math.floorMod(terminal, (long) CATEGORIES.size());
    int country = (int) Math.floorMod(terminal / CATEGORIES.size(), (long) COUNTRIES.size());
    return new Merchant(
        Optional.of(CATEGORIES.get(category)),
        Optional.of(COUNTRIES.get(country)),
        category == CATEGORIES.size() - 1);
  }
}
