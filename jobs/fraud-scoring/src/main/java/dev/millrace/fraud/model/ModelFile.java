package dev.millrace.fraud.model;

import static java.util.Objects.requireNonNull;

import dev.millrace.fraud.domain.Calibration;
import dev.millrace.fraud.domain.DriftReference;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.GradientBoostedScorer;
import dev.millrace.fraud.domain.Histogram;
import dev.millrace.fraud.domain.Tree;
import dev.millrace.fraud.domain.TreeEnsemble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A trained model with all that is known of it, as JSON: what scoring needs, what it was trained
 * on, how well it did, and how its figures were spread then. Figures are named by their keys, so
 * that a file outlives the order of {@link Feature} in one build. The same model is always the same
 * bytes.
 *
 * @param version name of the model, unique for ever
 * @param features the figures that the trees compare, in the order of their indices
 * @param baseMargin the margin of a payment before the first tree
 * @param calibration from margin to probability
 * @param training what the trees were made from
 * @param validation what they did on payments they had not seen
 * @param reference how figures and score were spread, for drift
 */
public record ModelFile(
    String version,
    List<Feature> features,
    float baseMargin,
    List<Tree> trees,
    Calibration calibration,
    Training training,
    Validation validation,
    Reference reference) {

  /** Version of the file's form that this build writes and reads. */
  public static final int FORMAT_VERSION = 1;

  /**
   * What the trees were made from.
   *
   * @param from time of the first payment
   * @param to time of the last one
   * @param rows payments
   * @param frauds how many of them were fraud
   * @param parameters settings of the training, by name
   */
  public record Training(
      Instant from, Instant to, long rows, long frauds, Map<String, String> parameters) {

    public Training {
      requireNonNull(from);
      requireNonNull(to);
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * How well trees of the same settings did that were made without the newest payments, on those.
   *
   * @param from time of the first of these payments
   * @param to time of the last one
   * @param rows payments
   * @param frauds how many of them were fraud
   * @param auc area under the ROC curve, 0.5 (chance) to 1
   * @param averagePrecision average precision, share of fraud (chance) to 1
   * @param review what reviewing from a threshold on would have meant
   * @param decline what declining from a threshold on would have meant
   */
  public record Validation(
      Instant from,
      Instant to,
      long rows,
      long frauds,
      double auc,
      double averagePrecision,
      AtThreshold review,
      AtThreshold decline) {

    public Validation {
      requireNonNull(from);
      requireNonNull(to);
      requireNonNull(review);
      requireNonNull(decline);
    }
  }

  /**
   * What a threshold catches.
   *
   * @param threshold score from which it acts, 0 to 1
   * @param alertRate share of payments at or above it
   * @param precision share of these that are fraud; 0 if there are none
   * @param recall share of fraud that is at or above it
   */
  public record AtThreshold(double threshold, double alertRate, double precision, double recall) {}

  /**
   * How the training rows were spread.
   *
   * @param features by figure
   * @param score of the calibrated score
   */
  public record Reference(Map<Feature, Histogram> features, Histogram score) {

    public Reference {
      features = Map.copyOf(features);
      requireNonNull(score);
    }
  }

  public ModelFile {
    requireNonNull(version);
    features = List.copyOf(features);
    trees = List.copyOf(trees);
    requireNonNull(calibration);
    requireNonNull(training);
    requireNonNull(validation);
    requireNonNull(reference);
  }

  /**
   * The scorer that the file describes.
   *
   * @param explainFrom score from which reasons are given, 0 (always) to 1
   */
  public GradientBoostedScorer scorer(double explainFrom) {
    return new GradientBoostedScorer(
        version, TreeEnsemble.of(features, trees, baseMargin), calibration, explainFrom);
  }

  /**
   * What newer payments are compared with. The thresholds of the validation are edges of the score,
   * too: nine payments in ten score far below them, so that bins of equal shares would have those
   * that are declined in one with harmless ones.
   */
  public DriftReference driftReference() {
    Histogram score =
        reference
            .score()
            .withEdge(validation.review().threshold(), validation.review().alertRate())
            .withEdge(validation.decline().threshold(), validation.decline().alertRate());
    return new DriftReference(reference.features(), score);
  }

  /**
   * Reads a file.
   *
   * @throws InvalidModelException naming the place in the file, the rule and the value
   */
  public static ModelFile read(Path file) {
    try {
      return ofJson(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes the file, replacing what is there. */
  public void write(Path file) throws IOException {
    Files.write(file, toJson());
  }

  /**
   * The model in a file's bytes.
   *
   * @throws InvalidModelException naming the place in the file, the rule and the value
   */
  public static ModelFile ofJson(byte[] json) {
    return ModelReader.read(json);
  }

  /** The file's bytes. */
  public byte[] toJson() {
    return ModelWriter.json(this);
  }

  /**
   * The model in the content of a record.
   *
   * @throws InvalidModelException if it is not gzip, or too large, or no valid model
   */
  public static ModelFile ofGzip(byte[] content) {
    return ofJson(Gzip.decompress(content));
  }

  /** As content of a record. */
  public byte[] toGzip() {
    return Gzip.compress(toJson());
  }
}
