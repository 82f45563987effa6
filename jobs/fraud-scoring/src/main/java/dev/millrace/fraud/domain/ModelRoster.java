package dev.millrace.fraud.domain;

import static java.util.Comparator.comparingLong;

import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is known of models: the newest revision of each, so that no older one gives a model a role
 * that it has lost.
 *
 * <p>Bounded: the {@link #MOST_OF_A_ROLE} newest champions and as many challengers keep their
 * content, and the champion of the {@link #START_REVISION}. Of those before them and of retired
 * ones, the {@link #MOST_OVER} newest, only the revision is kept. Not thread-safe.
 */
public final class ModelRoster {

  /** Of the champion that a job brings along: any other takes its place. */
  public static final long START_REVISION = 0;

  /** Champions, and challengers, that can be used; some of them are, others wait. */
  public static final int MOST_OF_A_ROLE = 8;

  /** Models that are not used any more, about 200 bytes each. */
  static final int MOST_OVER = 1_000;

  private static final Comparator<FraudModel> NEWEST_FIRST =
      comparingLong(FraudModel::getRevision).thenComparing(FraudModel::getModelVersion).reversed();

  private final Map<String, FraudModel> models = new HashMap<>();

  /**
   * Takes revisions of models, each unless there is one as high or higher.
   *
   * @return whether anything changed
   */
  public boolean putAll(Collection<FraudModel> revisions) {
    boolean changed = false;
    for (FraudModel revision : revisions) {
      changed |= put(revision);
    }
    if (changed) {
      // After all of them: what one would push out another may let in.
      forget();
    }
    return changed;
  }

  private boolean put(FraudModel revision) {
    FraudModel next = revision.getRole() == ModelRole.RETIRED ? withoutContent(revision) : revision;
    FraudModel known = models.get(next.getModelVersion());
    boolean news = known == null || isNewer(next, known);
    if (news) {
      models.put(next.getModelVersion(), next);
    }
    return news;
  }

  /** What has been forgotten of a model may come again. */
  private static boolean isNewer(FraudModel next, FraudModel known) {
    return next.getRevision() > known.getRevision()
        || (next.getRevision() == known.getRevision() && hasContent(next) && !hasContent(known));
  }

  private void forget() {
    int champions = 0;
    int challengers = 0;
    int over = 0;
    boolean start = false;
    for (FraudModel model : models.values().stream().sorted(NEWEST_FIRST).toList()) {
      boolean useful = false;
      if (isUsable(model, ModelRole.CHAMPION) && model.getRevision() == START_REVISION) {
        useful = !start;
        start = true;
      } else if (isUsable(model, ModelRole.CHAMPION)) {
        useful = ++champions <= MOST_OF_A_ROLE;
      } else if (isUsable(model, ModelRole.CHALLENGER)) {
        useful = ++challengers <= MOST_OF_A_ROLE;
      }
      if (!useful && ++over > MOST_OVER) {
        models.remove(model.getModelVersion());
      } else if (!useful) {
        models.put(model.getModelVersion(), withoutContent(model));
      }
    }
  }

  /** The champions that can be used, the newest first. */
  public List<FraudModel> champions() {
    return usable(ModelRole.CHAMPION).toList();
  }

  /** The challengers that can be used, the newest first. */
  public List<FraudModel> challengers() {
    return usable(ModelRole.CHALLENGER).toList();
  }

  /** All that is known, by version. */
  public Map<String, FraudModel> models() {
    return Map.copyOf(models);
  }

  private Stream<FraudModel> usable(ModelRole role) {
    return models.values().stream().filter(model -> isUsable(model, role)).sorted(NEWEST_FIRST);
  }

  private static boolean isUsable(FraudModel model, ModelRole role) {
    return model.getRole() == role && hasContent(model);
  }

  private static boolean hasContent(FraudModel model) {
    return model.getContent().hasRemaining();
  }

  private static FraudModel withoutContent(FraudModel model) {
    if (!hasContent(model)) {
      return model;
    }
    return new FraudModel(
        model.getModelVersion(),
        model.getRevision(),
        model.getRole(),
        ByteBuffer.allocate(0),
        model.getSha256(),
        model.getAuthor(),
        model.getEventTime());
  }
}
