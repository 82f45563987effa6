package dev.millrace.common.quality;

import static java.util.Objects.requireNonNull;

import dev.millrace.suite.Stage;
import java.util.Optional;

/**
 * Why a record was not used.
 *
 * @param stage where it was refused
 * @param reason short code to count by, for example {@code unknown-schema-id}
 * @param detail a sentence for a person: the field, the rule and the value; control characters
 *     become '?', because no table and no terminal should have to bear them, and card numbers are
 *     masked
 * @param secret a value that must not be kept anywhere the record goes
 */
public record Refusal(Stage stage, String reason, String detail, Optional<String> secret) {

  public Refusal {
    requireNonNull(stage);
    requireNonNull(reason);
    requireNonNull(secret);
    detail = CardNumbers.masked(detail.replaceAll("\\p{Cc}", "?"));
  }

  /** A refusal of a record without secrets. */
  public Refusal(Stage stage, String reason, String detail) {
    this(stage, reason, detail, Optional.empty());
  }
}
