package dev.millrace.fraud.model;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.fraud.domain.Calibration;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Histogram;
import dev.millrace.fraud.domain.Tree;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A small model for tests, as file and as record. */
public final class Models {

  /** A Wednesday noon. */
  public static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  static {
    TrustedRecords.trust();
  }

  private Models() {}

  /** Two trees over two figures. */
  public static ModelFile file(String version) {
    return new ModelFile(
        version,
        List.of(Feature.NIGHT, Feature.AMOUNT_MINOR),
        -4.1f,
        List.of(
            new Tree(
                new int[] {1, -1, 0, -1, -1},
                new int[] {1, 0, 3, 0, 0},
                new float[] {22_000.5f, -0.1f, 1, 2, 1e-7f},
                new float[] {0, -0.1f, 0.3f, 2, 1e-7f}),
            new Tree(new int[] {-1}, new int[] {0}, new float[] {0.7f}, new float[] {0.7f})),
        new Calibration(1.25, -0.1),
        new ModelFile.Training(
            Instant.parse("2026-01-15T00:00:00.250Z"),
            Instant.parse("2026-01-31T12:00:00Z"),
            1_000,
            10,
            Map.of("trees", "2", "depth", "2", "seed", "1")),
        new ModelFile.Validation(
            Instant.parse("2026-01-28T00:00:00Z"),
            Instant.parse("2026-01-31T12:00:00Z"),
            200,
            2,
            0.9,
            0.5,
            new ModelFile.AtThreshold(0.5, 0.01, 0.25, 0.75),
            new ModelFile.AtThreshold(0.9, 0, 0, 0)),
        new ModelFile.Reference(
            Map.of(
                Feature.NIGHT,
                new Histogram(new double[] {1}, new double[] {0.9, 0.1}),
                Feature.AMOUNT_MINOR,
                new Histogram(new double[] {1000, 2500.5}, new double[] {0.25, 0.25, 0.5})),
            new Histogram(new double[] {0.1}, new double[] {0.75, 0.25})));
  }

  /** The same, with other parameters of its training. */
  public static ModelFile trainedWith(Map<String, String> parameters) {
    ModelFile usual = file("gbt-test");
    ModelFile.Training training = usual.training();
    return new ModelFile(
        usual.version(),
        usual.features(),
        usual.baseMargin(),
        usual.trees(),
        usual.calibration(),
        new ModelFile.Training(
            training.from(), training.to(), training.rows(), training.frauds(), parameters),
        usual.validation(),
        usual.reference());
  }

  /** A champion with the model of this version. */
  public static FraudModel.Builder record(String version) {
    ByteBuffer content = ByteBuffer.wrap(file(version).toGzip());
    return FraudModel.newBuilder()
        .setModelVersion(version)
        .setRevision(1)
        .setRole(ModelRole.CHAMPION)
        .setContent(content)
        .setSha256(ModelRecords.sha256(content))
        .setAuthor("analyst@example.com")
        .setEventTime(NOON);
  }
}
