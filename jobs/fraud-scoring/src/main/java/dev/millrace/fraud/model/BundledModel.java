package dev.millrace.fraud.model;

import dev.millrace.fraud.domain.ModelRoster;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The model in the job's jar, trained on the simulator's payments: a champion that any other takes
 * the place of, since its revision is the lowest.
 */
public final class BundledModel {
  private static final String RESOURCE = "/models/simulator.json";
  private static final String AUTHOR = "millrace";

  private BundledModel() {}

  /** The model as it would travel on its topic. */
  public static FraudModel champion() {
    ModelFile file = ModelFile.ofJson(json());
    ByteBuffer content = ByteBuffer.wrap(file.toGzip());
    return FraudModel.newBuilder()
        .setModelVersion(file.version())
        .setRevision(ModelRoster.START_REVISION)
        .setRole(ModelRole.CHAMPION)
        .setContent(content)
        .setSha256(ModelRecords.sha256(content))
        .setAuthor(AUTHOR)
        .setEventTime(file.training().to())
        .build();
  }

  private static byte[] json() {
    try (InputStream resource = BundledModel.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("the job's jar must hold " + RESOURCE);
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
