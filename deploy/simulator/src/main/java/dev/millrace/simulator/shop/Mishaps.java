package dev.millrace.simulator.shop;

import dev.millrace.shop.Interaction;
import java.time.Duration;
import java.util.SplittableRandom;

/** What goes wrong on the way to the topic: interactions that are sent twice, or come too late. */
public final class Mishaps {
  private static final Duration LATE = Duration.ofMinutes(10);

  private final SplittableRandom random;
  private final double duplicates;
  private final double late;

  /**
   * Mishaps.
   *
   * @param duplicates share of the interactions that are sent twice
   * @param late share of the interactions that another one follows which is ten minutes old
   */
  public Mishaps(long seed, double duplicates, double late) {
    this.random = new SplittableRandom(seed);
    this.duplicates = duplicates;
    this.late = late;
  }

  boolean isSentAgain() {
    return random.nextDouble() < duplicates;
  }

  boolean isFollowedByLateOne() {
    return random.nextDouble() < late;
  }

  /** One of the same session that should have come long before it. */
  static Interaction late(Interaction interaction) {
    return Interaction.newBuilder()
        .setInteractionId(interaction.getInteractionId() + "-late")
        .setSessionId(interaction.getSessionId())
        .setCustomerId(interaction.getCustomerId())
        .setItemId(interaction.getItemId())
        .setKind(interaction.getKind())
        .setEventTime(interaction.getEventTime().minus(LATE))
        .setCategory(interaction.getCategory())
        .setBrand(interaction.getBrand())
        .build();
  }
}
