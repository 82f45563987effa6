package dev.millrace.fraud.model;

import dev.millrace.fraud.domain.LoadedModel;
import dev.millrace.fraud.domain.ModelLoader;
import dev.millrace.fraud.domain.ModelRoster;
import dev.millrace.payments.FraudModel;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Models as they travel on their topic.
 *
 * @param explainFrom score from which decisions name a model's reasons, 0 (always) to 1
 */
public record ModelRecords(double explainFrom) implements ModelLoader {

  /**
   * The model in a record.
   *
   * @throws InvalidModelException if the content is no valid model, or of another version than the
   *     record says
   */
  @Override
  public LoadedModel load(FraudModel model) {
    return loaded(file(model));
  }

  private LoadedModel loaded(ModelFile file) {
    return new LoadedModel(file.scorer(explainFrom), file.driftReference());
  }

  /**
   * Loads models that were trained with these settings, and the model in the job's jar, whatever
   * they are.
   */
  public ModelLoader trainedWith(FigureSettings settings) {
    return model -> {
      ModelFile file = file(model);
      if (model.getRevision() != ModelRoster.START_REVISION) {
        require(settings, file);
      }
      return loaded(file);
    };
  }

  private static void require(FigureSettings settings, ModelFile file) {
    settings
        .complaint(file)
        .ifPresent(
            complaint -> {
              throw new InvalidModelException(complaint);
            });
  }

  /**
   * What the model in a record was trained with otherwise; empty if nothing.
   *
   * @throws InvalidModelException as {@link #load}
   */
  public static Optional<String> complaint(FraudModel model, FigureSettings settings) {
    return settings.complaint(file(model));
  }

  /**
   * The model file in a record.
   *
   * @throws InvalidModelException as {@link #load}
   */
  public static ModelFile file(FraudModel model) {
    ModelFile file = ModelFile.ofGzip(bytes(model.getContent()));
    if (!file.version().equals(model.getModelVersion())) {
      throw new InvalidModelException(
          "version must be the record's model_version, '%s', got '%s'"
              .formatted(model.getModelVersion(), file.version()));
    }
    return file;
  }

  /** The digest that a record with this content carries. */
  public static String sha256(ByteBuffer content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("cannot happen: every JVM has SHA-256", e);
    }
  }

  private static byte[] bytes(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return bytes;
  }
}
