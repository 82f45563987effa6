package dev.millrace.common.quality;

import static java.util.Objects.requireNonNull;

import dev.millrace.suite.Stage;

/**
 * Why a record was not used.
 *
 * @param stage where it was refused
 * @param reason short code to count by, for example {@code unknown-schema-id}
 * @param detail a sentence for a person: the field, the rule and the value; control characters
 *     become '?', because no table and no terminal should have to bear them
 */
public record Refusal(Stage stage, String reason, String detail) {

  public Refusal {
    requireNonNull(stage);
    requireNonNull(reason);
    detail = detail.replaceAll("\\p{Cc}", "?");
  }
}
