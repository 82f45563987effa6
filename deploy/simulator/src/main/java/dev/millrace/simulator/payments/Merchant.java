package dev.millrace.simulator.payments;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a terminal says of its merchant.
 *
 * @param number tells merchants apart
 * @param category merchant category code (ISO 18245)
 * @param country ISO 3166-1, two letters
 * @param online whether cards are used there without being present
 */
public record Merchant(
    OptionalLong number, Optional<String> category, Optional<String> country, boolean online) {
  /** Groceries, restaurants, fuel, travel, clothing, digital goods. */
  private static final List<String> CATEGORIES =
      List.of("5411", "5812", "5541", "4722", "5651", "5815");

  private static final int TERMINALS_OF_A_MERCHANT = 3;
  private static final List<String> ONLINE_COUNTRIES = List.of("BE", "BE", "BE", "FR", "NL", "US");

  /** A terminal that says nothing of its merchant, as all of the handbook's do. */
  public static final Merchant UNKNOWN =
      new Merchant(OptionalLong.empty(), Optional.empty(), Optional.empty(), false);

  public Merchant {
    requireNonNull(number, "number");
    requireNonNull(category, "category");
    requireNonNull(country, "country");
  }

  /**
   * The merchant of a synthetic terminal, the same every time: three terminals of a kind are one
   * merchant's, and every sixth terminal is an online shop.
   *
   * @param town country of the shops that stand in a place
   */
  static Merchant of(long terminal, String town) {
    int kinds = CATEGORIES.size();
    int kind = (int) Math.floorMod(terminal, (long) kinds);
    boolean online = kind == kinds - 1;
    long group = terminal / ((long) kinds * TERMINALS_OF_A_MERCHANT);
    String country =
        online
            ? ONLINE_COUNTRIES.get((int) Math.floorMod(group, (long) ONLINE_COUNTRIES.size()))
            : town;
    return new Merchant(
        OptionalLong.of(group * kinds + kind),
        Optional.of(CATEGORIES.get(kind)),
        Optional.of(country),
        online);
  }

  /** A shop of the same kind in another country, told apart by its number. */
  Merchant abroad(String elsewhere, long shift) {
    return new Merchant(
        OptionalLong.of(number.orElseThrow() + shift), category, Optional.of(elsewhere), online);
  }
}
