package dev.millrace.fraud.domain;

import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;

import dev.millrace.payments.ModelRole;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The models in use. The newest champion scores; challengers score beside it, without effect. When
 * there is no champion, or it gives no usable score, a scorer that needs no model takes its place:
 * a payment is always answered.
 *
 * <p>Bounded: the two newest champions, so that one can take over when the other is retired, and
 * the {@link #MOST_CHALLENGERS} newest challengers; others are left out. Not thread-safe.
 */
public final class ModelPanel {

  /** There is no champion. */
  public static final String MODEL_MISSING = "MODEL_MISSING";

  /** The champion threw, or gave something that is no score from 0 to 1. */
  public static final String MODEL_FAILED = "MODEL_FAILED";

  /** Each costs as much as the champion, for every payment. */
  public static final int MOST_CHALLENGERS = 4;

  private static final int MOST_CHAMPIONS = 2;
  private static final Comparator<Seat> NEWEST_FIRST =
      comparingLong(Seat::revision).thenComparing(Seat::version).reversed();

  private final Scorer withoutModel;
  private final Map<String, Long> revisions = new HashMap<>();
  private final TreeMap<String, Seat> seats = new TreeMap<>();
  private Optional<Seat> champion = Optional.empty();
  private List<Seat> challengers = List.of();

  private record Seat(String version, long revision, ModelRole role, LoadedModel model) {}

  /**
   * A panel without models.
   *
   * @param withoutModel scores while no model can
   */
  public ModelPanel(Scorer withoutModel) {
    this.withoutModel = requireNonNull(withoutModel);
  }

  /**
   * Gives a model a role, unless a later revision has given it one.
   *
   * @param version name of the model
   * @param revision higher for each later change of its role
   * @param model not looked at if the role is RETIRED
   * @return whether anything changed
   */
  public boolean put(String version, long revision, ModelRole role, LoadedModel model) {
    if (revisions.getOrDefault(version, Long.MIN_VALUE) >= revision) {
      return false;
    }
    revisions.put(version, revision);
    if (role == ModelRole.RETIRED) {
      seats.remove(version);
    } else {
      seats.put(version, new Seat(version, revision, role, requireNonNull(model)));
    }
    seats.keySet().retainAll(newest(ModelRole.CHAMPION, ModelRole.CHALLENGER));
    champion = seated(ModelRole.CHAMPION).findFirst();
    challengers = seated(ModelRole.CHALLENGER).toList();
    return true;
  }

  private Set<String> newest(ModelRole champions, ModelRole others) {
    return Stream.concat(
            seated(champions).limit(MOST_CHAMPIONS), seated(others).limit(MOST_CHALLENGERS))
        .map(Seat::version)
        .collect(Collectors.toSet());
  }

  private Stream<Seat> seated(ModelRole role) {
    return seats.values().stream().filter(seat -> seat.role() == role).sorted(NEWEST_FIRST);
  }

  /** The version that scores; empty while none does. */
  public Optional<String> champion() {
    return champion.map(Seat::version);
  }

  /** How the payments were spread that the model which scores learned from. */
  public Optional<DriftReference> reference() {
    return champion.map(seat -> seat.model().reference());
  }

  /** Versions that have a role, those that wait to take over included. */
  public Set<String> versions() {
    return Set.copyOf(seats.keySet());
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
