package dev.millrace.fraud.model;

import dev.millrace.fraud.domain.LoadedModel;
import dev.millrace.fraud.domain.ModelLoader;
import dev.millrace.payments.FraudModel;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
    ModelFile file = file(model);
    return new LoadedModel(file.scorer(explainFrom), file.driftReference());
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
