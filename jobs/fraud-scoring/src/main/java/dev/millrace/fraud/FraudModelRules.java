package dev.millrace.fraud;

import static dev.millrace.common.quality.StandardRules.atLeast;
import static dev.millrace.common.quality.StandardRules.id;
import static dev.millrace.common.quality.StandardRules.notInFuture;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Rule;
import dev.millrace.fraud.model.FigureSettings;
import dev.millrace.fraud.model.InvalidModelException;
import dev.millrace.fraud.model.ModelRecords;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What must be true of a model for the job to take it; those in use stay if not. */
public final class FraudModelRules {

  private FraudModelRules() {}

  /**
   * Rules of the models of a job.
   *
   * @param future how far the clock of who gave the role may be ahead of the job's
   * @param settings what the job's figures follow from
   */
  public static RecordRules<FraudModel> of(Duration future, FigureSettings settings) {
    List<Rule<FraudModel>> rules = new ArrayList<>(of(future).all());
    rules.add(trainedWith(settings));
    return new RecordRules<>(rules);
  }

  /** Rules of the models of any job, whatever its settings. */
  public static RecordRules<FraudModel> of(Duration future) {
    return new RecordRules<>(
        List.of(
            id("model_version", FraudModel::getModelVersion),
            // 0 is what the model in the jar has, which no state keeps.
            atLeast(1, "revision", "revision-too-low", FraudModel::getRevision),
            // A time too; one far ahead could not be followed by another.
            notInFuture("revision", model -> Instant.ofEpochMilli(model.getRevision()), future),
            id("author", FraudModel::getAuthor),
            notInFuture("event_time", FraudModel::getEventTime, future),
            digest(),
            content()));
  }

  private static Rule<FraudModel> digest() {
    return new Rule<>(
        "sha256.of-content",
        "model-digest-wrong",
        "sha256",
        "the SHA-256 of content",
        FraudModel::getSha256,
        (model, now) -> ModelRecords.sha256(model.getContent()).equals(model.getSha256()));
  }

  /** What is over needs no content that today's figures still allow. */
  private static Rule<FraudModel> content() {
    return new Rule<FraudModel>(
            "content.valid",
            "model-invalid",
            "content",
            "a model file that this job can use",
            FraudModel::getModelVersion,
            (model, now) -> model.getRole() == ModelRole.RETIRED || complaint(model).isEmpty())
        .explained(FraudModelRules::complaint);
  }

  private static Rule<FraudModel> trainedWith(FigureSettings settings) {
    return new Rule<FraudModel>(
            "content.settings",
            "model-of-other-settings",
            "content",
            "a model that was trained with settings of this job",
            FraudModel::getModelVersion,
            (model, now) ->
                model.getRole() == ModelRole.RETIRED
                    || ModelRecords.complaint(model, settings).isEmpty())
        .explained(model -> ModelRecords.complaint(model, settings).orElse(""));
  }

  /** Place, rule and value; empty if there is nothing to complain of. */
  private static String complaint(FraudModel model) {
    try {
      ModelRecords.file(model);
      return "";
    } catch (InvalidModelException e) {
      return e.getMessage();
    }
  }
}
