package dev.millrace.simulator.shop;

import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendedItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** Counts what was sent and what came back. Safe for a sender and a reader at the same time. */
public final class ShopTally {
  private static final int PRECISION = 3;

  /** In the place of a time: the item has been recommended. */
  private static final long ADAPTED = Long.MIN_VALUE;

  private final long warmUpEnd;
  private final Map<String, Progress> sessions = new HashMap<>();
  private final Histogram latency = new Histogram(PRECISION);
  private long interactions;
  private long answered;
  private long recommendations;
  private long overtaken;
  private long predictions;
  private long hits;
  private long goneShown;
  private long late;
  private long duplicates;

  /**
   * When each new item was first turned to, by {@link System#nanoTime}, until it is recommended.
   */
  private final Map<String, Long> launched = new HashMap<>();

  /** How long it took from there until another session was recommended it, in nanoseconds. */
  private final List<Long> adapted = new ArrayList<>();

  /** How far a session is. */
  private static final class Progress {
    private long sent;
    private long read;
    private long version;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final Map<String, Long> gone = new HashMap<>();
    private final Set<String> shown = new HashSet<>();
    private final Set<String> launched = new HashSet<>();
  }

  /**
   * An interaction that is to be answered.
   *
   * @param number among those of its session, from 1
   * @param due when it was due, by {@link System#nanoTime}
   */
  private record Waiting(long number, long due) {}

  /**
   * A tally.
   *
   * @param warmUpEnd latencies of what is due before it are not measured, by {@link
   *     System#nanoTime}
   */
  public ShopTally(long warmUpEnd) {
    this.warmUpEnd = warmUpEnd;
  }

  /**
   * An interaction is about to be sent.
   *
   * @param due when it was due, by {@link System#nanoTime}
   * @param isNew whether the shop did not have the item when the run began
   */
  synchronized void sending(Interaction interaction, long due, boolean isNew) {
    interactions++;
    if (interaction.getKind() == InteractionKind.IMPRESSION) {
      return;
    }
    answered++;
    Progress session = sessions.computeIfAbsent(interaction.getSessionId(), id -> new Progress());
    if (session.read > 0 && interaction.getKind() == InteractionKind.VIEW) {
      predictions++;
      hits += session.shown.contains(interaction.getItemId()) ? 1 : 0;
    }
    if (isNew && session.launched.add(interaction.getItemId())) {
      launched.putIfAbsent(interaction.getItemId(), due);
    }
    session.sent++;
    session.waiting.put(interaction.getInteractionId(), new Waiting(session.sent, due));
    if (interaction.getKind() == InteractionKind.PURCHASE
        || interaction.getKind() == InteractionKind.HIDE) {
      session.gone.putIfAbsent(interaction.getItemId(), session.sent);
    }
  }

  /** An interaction is about to be sent that comes too late to be answered. */
  synchronized void sendingLate() {
    interactions++;
    late++;
  }

  /** An interaction is about to be sent again. */
  synchronized void sendingAgain() {
    interactions++;
    duplicates++;
  }

  /**
   * A recommendation was read.
   *
   * @param received when, by {@link System#nanoTime}
   */
  synchronized void read(Recommendation recommendation, long received) {
    Progress session = sessions.get(recommendation.getSessionId());
    if (session == null) {
      return;
    }
    recommendations++;
    Waiting answers = session.waiting.remove(recommendation.getInteractionId());
    if (answers != null && answers.due() >= warmUpEnd) {
      latency.recordValue(Math.max(0, received - answers.due()) / 1_000);
    }
    if (recommendation.getVersion() <= session.version) {
      overtaken++;
      return;
    }
    session.version = recommendation.getVersion();
    session.read = answers == null ? session.read : Math.max(session.read, answers.number());
    session.shown.clear();
    for (RecommendedItem item : recommendation.getItems()) {
      session.shown.add(item.getItemId());
      Long goneAt = session.gone.get(item.getItemId());
      goneShown += goneAt != null && session.read >= goneAt ? 1 : 0;
      Long launchedAt = launched.get(item.getItemId());
      if (launchedAt != null
          && launchedAt != ADAPTED
          && !session.launched.contains(item.getItemId())) {
        launched.put(item.getItemId(), ADAPTED);
        adapted.add(Math.max(0, received - launchedAt));
      }
    }
  }

  /** Sessions whose newest interaction is not answered yet. */
  public synchronized long waiting() {
    return sessions.values().stream().filter(session -> session.read < session.sent).count();
  }

  public synchronized long interactions() {
    return interactions;
  }

  /** Interactions that are to be answered. */
  public synchronized long answered() {
    return answered;
  }

  /**
   * Those of them that no recommendation has answered. The job leaves out what it could answer only
   * after a later one of the session.
   */
  public synchronized long unanswered() {
    return sessions.values().stream().mapToLong(session -> session.waiting.size()).sum();
  }

  public synchronized long recommendations() {
    return recommendations;
  }

  /** Recommendations that came after a later one of their session. */
  public synchronized long overtaken() {
    return overtaken;
  }

  /** Items that were recommended although bought or hidden before. */
  public synchronized long goneShown() {
    return goneShown;
  }

  /** Interactions that came too late to be answered. */
  public synchronized long late() {
    return late;
  }

  /** Interactions that were sent a second time. */
  public synchronized long duplicates() {
    return duplicates;
  }

  /** Sessions that were sent. */
  public synchronized long sessions() {
    return sessions.size();
  }

  /** Items that were new, and turned to. */
  public synchronized long launched() {
    return launched.size();
  }

  /** Those of them that were recommended to a session that had not found them itself. */
  public synchronized long adapted() {
    return adapted.size();
  }

  /** The longest that it took from when one was first turned to; zero if none was recommended. */
  public synchronized Duration longestAdaptation() {
    return Duration.ofNanos(adapted.stream().mapToLong(Long::longValue).max().orElse(0));
  }

  /** Share of views whose item was recommended at that moment; 0 if there was none. */
  public synchronized double hitRate() {
    return predictions == 0 ? 0 : (double) hits / predictions;
  }

  /** From due to read, microseconds, a copy. */
  public synchronized Histogram latency() {
    return latency.copy();
  }
}
