package dev.millrace.frauddesk;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.fraud.FraudModelRules;
import dev.millrace.fraud.domain.ModelPanel;
import dev.millrace.fraud.domain.ModelRoster;
import dev.millrace.fraud.model.BundledModel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Models, numbered by revision, as the job takes them. A later revision gives a model another role;
 * what it contains never changes.
 */
final class Models implements PolicyKind<FraudModel> {
  static final Models KIND = new Models();

  static {
    TrustedRecords.trust();
  }

  private Models() {}

  @Override
  public String noun() {
    return "model";
  }

  @Override
  public String topic() {
    return "payments.fraud-models";
  }

  @Override
  public Class<FraudModel> type() {
    return FraudModel.class;
  }

  @Override
  public RecordRules<FraudModel> rules() {
    return FraudModelRules.of(Rules.FUTURE);
  }

  @Override
  public String key(FraudModel model) {
    return model.getModelVersion();
  }

  @Override
  public String numberName() {
    return "revision";
  }

  @Override
  public long number(FraudModel model) {
    return model.getRevision();
  }

  @Override
  public String author(FraudModel model) {
    return model.getAuthor();
  }

  @Override
  public Instant time(FraudModel model) {
    return model.getEventTime();
  }

  @Override
  public String effect(FraudModel model) {
    return switch (model.getRole()) {
      case CHAMPION -> "champion, decides";
      case CHALLENGER -> "challenger, scores without effect";
      case RETIRED -> "retired, is not used";
    };
  }

  @Override
  public FraudModel stamped(FraudModel model, long number, String author, Instant time) {
    return FraudModel.newBuilder(model)
        .setRevision(number)
        .setAuthor(author)
        .setEventTime(time)
        .build();
  }

  /**
   * The newest of all models, because of several champions the newest decides. One that is refused
   * because it is too far ahead does not count.
   */
  @Override
  public long nextNumber(String version, PolicyHistory<FraudModel> before, Instant now) {
    long latest = now.plus(Rules.FUTURE).toEpochMilli();
    long newest =
        before.all().stream()
            .mapToLong(placed -> placed.record().getRevision())
            .filter(revision -> revision <= latest)
            .max()
            .orElse(0);
    return Math.max(now.toEpochMilli(), newest + 1);
  }

  /** The model in the job's jar, which any other champion takes the place of. */
  @Override
  public Optional<FraudModel> builtIn(String version) {
    return Optional.of(BundledModel.champion())
        .filter(model -> model.getModelVersion().equals(version));
  }

  @Override
  public Optional<String> conflict(FraudModel next, PolicyHistory<FraudModel> before) {
    String version = next.getModelVersion();
    return before
        .inForce(version)
        .or(() -> before.of(version).stream().findFirst())
        .map(Placed::record)
        .or(() -> builtIn(version))
        .filter(known -> !known.getSha256().equals(next.getSha256()))
        .map(
            known ->
                "sha256 must be %s, since what a version contains never changes, got %s: give the model another version"
                    .formatted(known.getSha256(), next.getSha256()))
        .or(() -> oneTooMany(next, before));
  }

  /**
   * The job would forget the oldest of the role, which then could not take a place when newer ones
   * are retired.
   */
  private static Optional<String> oneTooMany(FraudModel next, PolicyHistory<FraudModel> before) {
    if (next.getRole() == ModelRole.RETIRED) {
      return Optional.empty();
    }
    List<String> others =
        before.inForce().stream()
            .map(Placed::record)
            .filter(model -> model.getRole() == next.getRole())
            .map(FraudModel::getModelVersion)
            .filter(version -> !version.equals(next.getModelVersion()))
            .toList();
    return others.size() < ModelRoster.MOST_OF_A_ROLE
        ? Optional.empty()
        : Optional.of(
            "role must be %s for at most %d models, and it is for %s: retire one of them first"
                .formatted(
                    next.getRole().name().toLowerCase(Locale.ROOT),
                    ModelRoster.MOST_OF_A_ROLE,
                    String.join(", ", others)));
  }

  /** A champion that waits becomes the one that decides, a challenger left out is scored again. */
  @Override
  public boolean isSettled(Placed<FraudModel> inForce, PolicyHistory<FraudModel> before) {
    String version = inForce.record().getModelVersion();
    return switch (inForce.record().getRole()) {
      case CHAMPION -> champion(before).filter(version::equals).isPresent();
      case CHALLENGER ->
          roster(before).challengers().stream()
              .limit(ModelPanel.MOST_CHALLENGERS)
              .anyMatch(model -> model.getModelVersion().equals(version));
      case RETIRED -> true;
    };
  }

  /** The model that decides; empty while none does. */
  static Optional<String> champion(PolicyHistory<FraudModel> history) {
    return roster(history).champions().stream().findFirst().map(FraudModel::getModelVersion);
  }

  /** What a job knows of models, the one in its jar included. */
  private static ModelRoster roster(PolicyHistory<FraudModel> history) {
    ModelRoster roster = new ModelRoster();
    roster.putAll(
        Stream.concat(
                Stream.of(BundledModel.champion()), history.inForce().stream().map(Placed::record))
            .toList());
    return roster;
  }
}
