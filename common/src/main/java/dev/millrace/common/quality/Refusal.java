package dev.millrace.common.quality;

import static java.util.Objects.requireNonNull;

import dev.millrace.suite.Stage;
import java.util.List;

/**
 * Why a record was not used.
 *
 * @param stage where it was refused
 * @param reason short code to count by, for example {@code unknown-schema-id}
 * @param detail a sentence for a person: the field, the rule and the value; control characters
 *     become '?', because no table and no terminal should have to bear them, and card numbers are
 *     masked
 * @param secrets values that must not be kept anywhere the record goes
 */
public record Refusal(Stage stage, String reason, String detail, List<String> secrets) {

  public Refusal {
    requireNonNull(stage);
    requireNonNull(reason);
    secrets = List.copyOf(secrets);
    detail = CardNumbers.masked(detail.replaceAll("\\p{Cc}", "?"));
  }

  /** A refusal of a record without secrets. */
  public Refusal(Stage stage, String reason, String detail) {
    this(stage, reason, detail, List.of());
  }
}
