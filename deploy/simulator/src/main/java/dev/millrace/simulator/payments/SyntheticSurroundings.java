package dev.millrace.simulator.payments;

import static java.util.Objects.requireNonNull;

import dev.millrace.payments.Authentication;
import dev.millrace.payments.EntryMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The circumstances of synthetic payments. They follow from the seed and the payment alone and are
 * drawn apart from the payments, so that they change nothing of these.
 *
 * <p>The town is Brussels, 20 km wide. A card holder pays online with one or two devices of their
 * own, and now and then travels in Europe for a week. Who has a card's data uses a device of their
 * own for several such cards, and half of the time is far away: minutes or hours after the card
 * holder paid at home.
 */
final class SyntheticSurroundings implements Surroundings {
  private static final Position TOWN = new Position(50.76, 4.21);
  private static final String TOWN_COUNTRY = "BE";

  /** 20 km in degrees, north and east, there. */
  private static final double TOWN_HEIGHT = 0.18;

  private static final double TOWN_WIDTH = 0.284;

  /** Half the side of a city elsewhere, in degrees. */
  private static final double CITY = 0.05;

  private static final long TRIP = Duration.ofDays(7).toMillis();
  private static final double TRIPS_OF_ALL_WEEKS = 0.02;
  private static final double CARDS_PER_CRIMINAL = 250;
  private static final double FAR_AWAY = 0.5;
  private static final double SECOND_DEVICE = 0.5;
  private static final double USE_OF_SECOND_DEVICE = 0.3;

  /** Where card holders travel. */
  private static final List<City> NEAR =
      List.of(
          new City(new Position(48.8566, 2.3522), "FR"),
          new City(new Position(52.3702, 4.8952), "NL"),
          new City(new Position(41.3874, 2.1686), "ES"),
          new City(new Position(41.9028, 12.4964), "IT"),
          new City(new Position(52.5200, 13.4050), "DE"));

  /** Where stolen cards are used. */
  private static final List<City> FAR =
      List.of(
          new City(new Position(40.7128, -74.0060), "US"),
          new City(new Position(43.6532, -79.3832), "CA"),
          new City(new Position(1.3521, 103.8198), "SG"),
          new City(new Position(-33.8688, 151.2093), "AU"),
          new City(new Position(38.7223, -9.1393), "PT"));

  private final long seed;
  private final Town town;
  private final int cards;
  private final long merchants;

  private record City(Position center, String country) {}

  /** What is drawn; each has draws of its own. */
  private enum Draw {
    TERMINAL(1),
    HOLDER(2),
    TRIP(3),
    CRIMINAL(4),
    PAYMENT(5);

    private final int kind;

    Draw(int kind) {
      this.kind = kind;
    }
  }

  SyntheticSurroundings(long seed, Town town, WorldSize size) {
    this.seed = seed;
    this.town = requireNonNull(town, "town");
    this.cards = size.cards();
    this.merchants = size.terminals();
  }

  @Override
  public Circumstances of(Payment payment) {
    Merchant merchant = Merchant.of(payment.terminal(), TOWN_COUNTRY);
    Dice dice = dice(Draw.PAYMENT, payment.number());
    boolean stolen =
        payment.scenario() == FraudScenario.COMPROMISED_CARD
            || payment.scenario() == FraudScenario.CARD_TESTING;
    if (merchant.online()) {
      return new Circumstances(
          merchant,
          OptionalLong.of(stolen ? deviceOfCriminal(payment) : deviceOfHolder(payment, dice)),
          Optional.empty(),
          EntryMode.ONLINE,
          authentication(stolen, dice));
    }
    Optional<City> elsewhere = stolen ? farCity(payment, dice) : tripCity(payment);
    return new Circumstances(
        elsewhere.map(city -> abroad(merchant, city)).orElse(merchant),
        OptionalLong.empty(),
        Optional.of(
            elsewhere.map(city -> within(city, dice)).orElseGet(() -> inTown(payment.terminal()))),
        entryMode(stolen, dice),
        Authentication.UNKNOWN);
  }

  private Merchant abroad(Merchant merchant, City city) {
    int index = NEAR.contains(city) ? NEAR.indexOf(city) : NEAR.size() + FAR.indexOf(city);
    return merchant.abroad(city.country(), (index + 1) * merchants);
  }

  /** One of the holder's own devices. */
  private long deviceOfHolder(Payment payment, Dice dice) {
    boolean hasTwo = dice(Draw.HOLDER, payment.card()).chance(SECOND_DEVICE);
    boolean second = hasTwo && dice.chance(USE_OF_SECOND_DEVICE);
    return 2 * payment.card() + (second ? 1 : 0);
  }

  /** The device of the criminal who has the card's data; numbered after all the holders'. */
  private long deviceOfCriminal(Payment payment) {
    int criminals = (int) StrictMath.ceil(cards / CARDS_PER_CRIMINAL);
    return 2L * cards + dice(Draw.CRIMINAL, payment.card()).below(criminals);
  }

  /** Where a stolen card is used: its copy in one city, data that is tried in several at once. */
  private Optional<City> farCity(Payment payment, Dice dice) {
    if (!dice.chance(FAR_AWAY)) {
      return Optional.empty();
    }
    Dice place =
        payment.scenario() == FraudScenario.CARD_TESTING
            ? dice
            : dice(Draw.CRIMINAL, payment.card());
    return Optional.of(FAR.get(place.below(FAR.size())));
  }

  /** Where the card holder travels in the week of the payment. */
  private Optional<City> tripCity(Payment payment) {
    // Not all leave on the same day.
    long week = (payment.eventTime() + payment.card() % 7 * (TRIP / 7)) / TRIP;
    Dice dice = dice(Draw.TRIP, payment.card() * 10_000 + week);
    return dice.chance(TRIPS_OF_ALL_WEEKS)
        ? Optional.of(NEAR.get(dice.below(NEAR.size())))
        : Optional.empty();
  }

  private Position inTown(long terminal) {
    Dice dice = dice(Draw.TERMINAL, terminal);
    double y = town.cellY((int) terminal) + dice.uniform() * Town.CELL;
    double x = town.cellX((int) terminal) + dice.uniform() * Town.CELL;
    return TOWN.plus(y / Town.SIDE * TOWN_HEIGHT, x / Town.SIDE * TOWN_WIDTH);
  }

  private static Position within(City city, Dice dice) {
    return city.center().plus(dice.uniform(-CITY, CITY), dice.uniform(-CITY, CITY));
  }

  private static EntryMode entryMode(boolean stolen, Dice dice) {
    double draw = dice.uniform();
    if (stolen) {
      return draw < 0.5
          ? EntryMode.MAGNETIC_STRIPE
          : draw < 0.8 ? EntryMode.MANUAL : EntryMode.CONTACTLESS;
    }
    return draw < 0.55
        ? EntryMode.CONTACTLESS
        : draw < 0.95 ? EntryMode.CHIP : draw < 0.99 ? EntryMode.MAGNETIC_STRIPE : EntryMode.MANUAL;
  }

  private static Authentication authentication(boolean stolen, Dice dice) {
    double draw = dice.uniform();
    if (stolen) {
      return draw < 0.5
          ? Authentication.NONE
          : draw < 0.75 ? Authentication.FRICTIONLESS : Authentication.FAILED;
    }
    return draw < 0.65
        ? Authentication.FRICTIONLESS
        : draw < 0.9
            ? Authentication.CHALLENGED
            : draw < 0.99 ? Authentication.NONE : Authentication.FAILED;
  }

  private Dice dice(Draw draw, long number) {
    return Dice.of(seed, draw.kind, number);
  }
}
