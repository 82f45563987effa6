package dev.millrace.fraud.domain;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.millrace.payments.FraudModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The models in use. The newest champion scores; challengers score beside it, without effect. When
 * there is no champion, or it gives no usable score, a scorer that needs no model takes its place:
 * a payment is always answered.
 *
 * <p>Bounded: the two newest champions are loaded, so that one can take over at once when the other
 * is retired, and the {@link #MOST_CHALLENGERS} newest challengers. Others wait in the {@link
 * ModelRoster} until a place is free. Not thread-safe.
 */
public final class ModelPanel {

  /** There is no champion. */
  public static final String MODEL_MISSING = "MODEL_MISSING";

  /** The champion threw, or gave something that is no score from 0 to 1. */
  public static final String MODEL_FAILED = "MODEL_FAILED";

  /** Each costs as much as the champion, for every payment. */
  public static final int MOST_CHALLENGERS = 4;

  private static final int MOST_CHAMPIONS = 2;

  private final Scorer withoutModel;
  private final ModelLoader loader;
  private final ModelRoster roster = new ModelRoster();
  private Map<String, Seat> seats = Map.of();
  private Optional<Seat> champion = Optional.empty();
  private List<Seat> challengers = List.of();
  private volatile Set<String> versions = Set.of();
  private volatile int leftOut;

  /**
   * A model that was looked at.
   *
   * @param model null if it cannot be loaded
   */
  private record Seat(String version, String sha256, LoadedModel model) {
    boolean isUsable() {
      return model != null;
    }
  }

  /**
   * A panel without models.
   *
   * @param withoutModel scores while no model can
   * @param loader makes models of their records; one that it cannot make is left out, the next
   *     takes its place
   */
  public ModelPanel(Scorer withoutModel, ModelLoader loader) {
    this.withoutModel = requireNonNull(withoutModel);
    this.loader = requireNonNull(loader);
  }

  /**
   * Gives a model a role, unless a later revision has given it one.
   *
   * @return whether anything changed
   */
  public boolean put(FraudModel model) {
    return putAll(List.of(model));
  }

  /** As {@link #put} of each, but only what is in use in the end is loaded. */
  public boolean putAll(Collection<FraudModel> models) {
    boolean changed = roster.putAll(models);
    if (changed) {
      seat();
    }
    return changed;
  }

  private void seat() {
    Map<String, Seat> next = new HashMap<>();
    champion = seated(roster.champions(), MOST_CHAMPIONS, next).stream().findFirst();
    challengers = seated(roster.challengers(), MOST_CHALLENGERS, next);
    seats = next;
    versions =
        next.values().stream()
            .filter(Seat::isUsable)
            .map(Seat::version)
            .collect(toUnmodifiableSet());
    leftOut = (int) next.values().stream().filter(seat -> !seat.isUsable()).count();
  }

  /** The first that can be used. */
  private List<Seat> seated(List<FraudModel> models, int most, Map<String, Seat> next) {
    List<Seat> seated = new ArrayList<>();
    for (FraudModel model : models) {
      if (seated.size() < most) {
        Seat seat = next.computeIfAbsent(model.getModelVersion(), version -> seat(model));
        if (seat.isUsable()) {
          seated.add(seat);
        }
      }
    }
    return seated;
  }

  /** What is in use already is not loaded again, whatever its role was. */
  private Seat seat(FraudModel model) {
    Seat before = seats.get(model.getModelVersion());
    return before != null && before.sha256().equals(model.getSha256())
        ? before
        : new Seat(model.getModelVersion(), model.getSha256(), loaded(model));
  }

  private LoadedModel loaded(FraudModel model) {
    try {
      return loader.load(model);
    } catch (RuntimeException e) {
      // Models are checked at the door: an earlier release of the job accepted this one.
      return null;
    }
  }

  /**
   * What a restart needs to know of models, those included that are not in use. Not the champion
   * that the job brings along: a job that is started again may bring another, or none.
   */
  public Map<String, FraudModel> known() {
    return roster.models().values().stream()
        .filter(model -> model.getRevision() != ModelRoster.START_REVISION)
        .collect(toUnmodifiableMap(FraudModel::getModelVersion, model -> model));
  }

  /** The version that scores; empty while none does. */
  public Optional<String> champion() {
    return champion.map(Seat::version);
  }

  /** How the payments were spread that the model which scores learned from. */
  public Optional<DriftReference> reference() {
    return champion.map(seat -> seat.model().reference());
  }

  /**
   * Versions that are loaded, the champion that would take over included. May be asked by any
   * thread.
   */
  public Set<String> versions() {
    return versions;
  }

  /** How many models should be in use and cannot be loaded. May be asked by any thread. */
  public int leftOut() {
    return leftOut;
  }

  /** What the models say of a payment. */
  public PanelScore score(Features features) {
    Map<String, Double> others = challengerScores(features);
    if (champion.isEmpty()) {
      return withoutModel(features, MODEL_MISSING, others);
    }
    Optional<Score> score = usable(champion.get(), features);
    return score.isEmpty()
        ? withoutModel(features, MODEL_FAILED, others)
        : new PanelScore(score.get(), champion.get().version(), Optional.empty(), others);
  }

  private PanelScore withoutModel(Features features, String why, Map<String, Double> others) {
    return new PanelScore(
        withoutModel.score(features), withoutModel.version(), Optional.of(why), others);
  }

  /** A challenger that gives no usable score is left out. */
  private Map<String, Double> challengerScores(Features features) {
    if (challengers.isEmpty()) {
      return Map.of();
    }
    Map<String, Double> scores = new TreeMap<>();
    for (Seat challenger : challengers) {
      usable(challenger, features)
          .ifPresent(score -> scores.put(challenger.version(), score.value()));
    }
    return scores;
  }

  private static Optional<Score> usable(Seat seat, Features features) {
    try {
      Score score = seat.model().scorer().score(features);
      return score.value() >= 0 && score.value() <= 1 ? Optional.of(score) : Optional.empty();
    } catch (RuntimeException e) {
      // A model comes from outside; whatever is wrong with it must not stop the job.
      return Optional.empty();
    }
  }
}
