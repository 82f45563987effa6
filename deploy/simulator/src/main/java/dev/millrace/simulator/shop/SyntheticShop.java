package dev.millrace.simulator.shop;

import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Shoppers of whom it is known what they do. Each has a taste, which is a category, and drifts to
 * another now and then. What follows an item is most often one of its {@linkplain #companions
 * companions}, else something popular of the taste, which changes with the trend. For a fifth of
 * each {@value #SEASON} interactions one item is in a flash sale, and every third step goes there.
 * Every {@value #LAUNCHES} interactions the shop has a new item, which {@value #LAUNCH_STEPS} steps
 * go to with a chance of one in {@value #LAUNCH_CHANCE}, and where shoppers go on as from one of
 * the others.
 */
public final class SyntheticShop implements Shoppers {
  private static final int ITEMS_PER_CATEGORY = 50;
  private static final int COMPANIONS = 3;
  private static final int SEASON = 20_000;
  private static final int FLASH_SALE = SEASON / 5;
  private static final int LAUNCHES = 1_000;
  private static final int LAUNCH_STEPS = 500;
  private static final int LAUNCH_CHANCE = 20;
  private static final double ENDS = 0.12;
  private static final double FOLLOWS_COMPANION = 0.6;
  private static final double GOES_BACK = 0.1;
  private static final double DRIFTS = 0.05;
  private static final double IN_THE_SALE = 0.33;
  private static final double KNOWN_CUSTOMER = 0.4;
  private static final int CUSTOMERS = 5_000;

  private final SplittableRandom random;
  private final String run;
  private final int items;
  private final int liveSessions;
  private final List<Visitor> visitors = new ArrayList<>();
  private long sent;
  private long sessions;

  /** A session that is going on. */
  private static final class Visitor {
    private final String session;
    private final String customer;
    private int taste;
    private int position;
    private final List<Integer> seen = new ArrayList<>();

    Visitor(String session, String customer, int taste) {
      this.session = session;
      this.customer = customer;
      this.taste = taste;
    }
  }

  /**
   * A shop.
   *
   * @param seed the same seed gives the same interactions but for their times
   * @param items from 100
   * @param liveSessions how many go on at a time
   */
  public SyntheticShop(long seed, int items, int liveSessions) {
    this.random = new SplittableRandom(seed);
    this.run = Long.toString(seed, Character.MAX_RADIX);
    this.items = items;
    this.liveSessions = liveSessions;
  }

  @Override
  public boolean isNew(String item) {
    return number(item) >= items;
  }

  @Override
  public Optional<Interaction> next(long now) {
    while (visitors.size() < liveSessions) {
      visitors.add(arrival());
    }
    int turn = random.nextInt(visitors.size());
    Visitor visitor = visitors.get(turn);
    int item = step(visitor);
    visitor.seen.add(item);
    Interaction interaction = interaction(visitor, item, now);
    visitor.position++;
    sent++;
    if (random.nextDouble() < ENDS) {
      visitors.set(turn, arrival());
    }
    return Optional.of(interaction);
  }

  /** The items that most often follow an item: ground truth. */
  public static List<String> companions(String item, int items) {
    int number = number(item);
    List<String> companions = new ArrayList<>();
    for (int step = 1; step <= COMPANIONS; step++) {
      companions.add(name(companion(number, step, items)));
    }
    return companions;
  }

  private Visitor arrival() {
    sessions++;
    return new Visitor(
        "session-%s-%d".formatted(run, sessions),
        random.nextDouble() < KNOWN_CUSTOMER ? "customer-" + random.nextInt(CUSTOMERS) : null,
        trendingCategory());
  }

  private int step(Visitor visitor) {
    if (sent % SEASON < FLASH_SALE && random.nextDouble() < IN_THE_SALE) {
      return flashSaleItem();
    }
    if (sent >= LAUNCHES && sent % LAUNCHES < LAUNCH_STEPS && random.nextInt(LAUNCH_CHANCE) == 0) {
      return items + (int) (sent / LAUNCHES) - 1;
    }
    if (random.nextDouble() < DRIFTS) {
      visitor.taste = random.nextInt(categories());
    }
    if (!visitor.seen.isEmpty()) {
      double dice = random.nextDouble();
      int last = visitor.seen.get(visitor.seen.size() - 1);
      if (dice < FOLLOWS_COMPANION) {
        return companion(last, 1 + random.nextInt(COMPANIONS), items);
      }
      if (dice < FOLLOWS_COMPANION + GOES_BACK) {
        return visitor.seen.get(random.nextInt(visitor.seen.size()));
      }
    }
    return visitor.taste * ITEMS_PER_CATEGORY + popular(ITEMS_PER_CATEGORY);
  }

  private Interaction interaction(Visitor visitor, int item, long now) {
    double dice = random.nextDouble();
    InteractionKind kind =
        visitor.position == 0 || dice < 0.86
            ? InteractionKind.VIEW
            : dice < 0.94
                ? InteractionKind.CART
                : dice < 0.98 ? InteractionKind.PURCHASE : InteractionKind.HIDE;
    return Interaction.newBuilder()
        .setInteractionId("%s-%d".formatted(visitor.session, visitor.position))
        .setSessionId(visitor.session)
        .setCustomerId(visitor.customer)
        .setItemId(name(item))
        .setKind(kind)
        .setEventTime(Instant.ofEpochMilli(now))
        .setPosition(visitor.position)
        .setCategory("category-" + model(item, items) / ITEMS_PER_CATEGORY)
        .setBrand("brand-" + item % 17)
        .build();
  }

  /** The first categories of the season are in fashion. */
  private int trendingCategory() {
    int start = (int) (sent / SEASON * 7 % categories());
    return (start + popular(categories())) % categories();
  }

  private int flashSaleItem() {
    return (int) (sent / SEASON * 31 % items);
  }

  /** Small numbers more often: as the square of an even draw. */
  private int popular(int bound) {
    double draw = random.nextDouble();
    return (int) (draw * draw * bound);
  }

  private int categories() {
    return items / ITEMS_PER_CATEGORY;
  }

  /** The item that a new one is like; of the others they themselves. */
  private static int model(int item, int items) {
    return item < items ? item : (int) ((item - items) * 31L % items);
  }

  private static int companion(int like, int step, int items) {
    int item = model(like, items);
    int shelf = item / ITEMS_PER_CATEGORY * ITEMS_PER_CATEGORY;
    int size = Math.min(ITEMS_PER_CATEGORY, items - shelf);
    return shelf + (item - shelf + 7 * step) % size;
  }

  private static int number(String item) {
    return Integer.parseInt(item.substring("item-".length()));
  }

  private static String name(int item) {
    return "item-" + item;
  }
}
