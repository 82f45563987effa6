package dev.millrace.frauddesk;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Rule;
import dev.millrace.console.ToolException;
import dev.millrace.fraud.model.InvalidModelException;
import dev.millrace.fraud.model.ModelFile;
import dev.millrace.fraud.model.ModelRecords;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model file as the record in which it would travel.
 *
 * @param model the record, if nothing is wrong with it; revision, author and time are still to be
 *     set
 * @param complaints one line each: {@code FILE: place, rule, value}
 */
record ModelReading(Optional<FraudModel> model, List<String> complaints) {

  /** With the other fields it fits the largest record that topic and job take, 1 MiB. */
  static final int MOST_CONTENT_BYTES = 1_000_000;

  /** As {@link #ANYONE}: whoever puts it gives it one. */
  private static final long ANY_REVISION = 1;

  private static final String ANYONE = "anyone";

  /**
   * Reads a file.
   *
   * @throws ToolException if the file cannot be read
   */
  static ModelReading of(Path file, ModelRole role, Instant now) {
    ModelFile read;
    try {
      read = ModelFile.ofJson(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ToolException("cannot read %s: %s".formatted(file, e), e);
    } catch (InvalidModelException e) {
      return new ModelReading(Optional.empty(), List.of(complaint(file, e.getMessage())));
    }
    ByteBuffer content = ByteBuffer.wrap(read.toGzip());
    FraudModel model =
        FraudModel.newBuilder()
            .setModelVersion(read.version())
            .setRevision(ANY_REVISION)
            .setRole(role)
            .setContent(content)
            .setSha256(ModelRecords.sha256(content))
            .setAuthor(ANYONE)
            .setEventTime(now)
            .build();
    List<String> complaints = new ArrayList<>();
    if (content.remaining() > MOST_CONTENT_BYTES) {
      complaints.add(
          complaint(
              file,
              "content must be at most %d bytes after compression, got %d"
                  .formatted(MOST_CONTENT_BYTES, content.remaining())));
    }
    for (Rule<FraudModel> rule : Models.KIND.rules().all()) {
      if (!rule.check().holds(model, now.toEpochMilli())) {
        complaints.add(complaint(file, RecordRules.refusal(rule, model).detail()));
      }
    }
    return new ModelReading(
        complaints.isEmpty() ? Optional.of(model) : Optional.empty(), complaints);
  }

  private static String complaint(Path file, String text) {
    return "%s: %s".formatted(file, text);
  }
}
