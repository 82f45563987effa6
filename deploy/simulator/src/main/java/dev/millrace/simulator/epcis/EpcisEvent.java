package dev.millrace.simulator.epcis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.millrace.common.quality.StandardRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One event of a document: its fields, and errors that name them. */
final class EpcisEvent {
  private static final ObjectMapper SORTED =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private final JsonNode node;
  private final int number;

  /**
   * An event.
   *
   * @param number its place in the document, from 1
   */
  EpcisEvent(JsonNode node, int number) {
    this.node = node;
    this.number = number;
  }

  String type() throws InvalidEventException {
    return required("type");
  }

  /**
   * An id of something that this event tells: its eventID, or a digest of all that it says where it
   * has none, and {@code part} behind it; a digest of both where they make no id.
   *
   * @param part tells it from the other things that the event tells; empty if there are none
   */
  String id(String part) {
    String id = text("eventID").orElseGet(() -> digest(sorted())) + part;
    return StandardRules.isId(id) ? id : digest(id);
  }

  /** A text that the suite is to take for an id, which is refused if it cannot be one. */
  String id(String field, String text) throws InvalidEventException {
    if (!StandardRules.isId(text)) {
      throw invalid(field, StandardRules.ID_TEXT, text);
    }
    return text;
  }

  /** A text; empty if it is not there. */
  Optional<String> text(String field) {
    return textOf(node.get(field));
  }

  String required(String field) throws InvalidEventException {
    return text(field).orElseThrow(() -> invalid(field, "a text", String.valueOf(node.get(field))));
  }

  Instant time(String field) throws InvalidEventException {
    return time(field, required(field));
  }

  /**
   * A time of this event.
   *
   * @param field where it is, for the error
   */
  Instant time(String field, String text) throws InvalidEventException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidEventException(
          message(field, "a time with its offset, such as 2026-03-04T12:00:00+01:00", text), e);
    }
  }

  /** The id in a field such as readPoint; empty if it is not there. */
  Optional<String> idIn(String field) throws InvalidEventException {
    JsonNode place = node.get(field);
    Optional<String> id =
        place == null ? Optional.empty() : textOf(place.isTextual() ? place : place.get("id"));
    return id.isPresent() ? Optional.of(id(field, id.get())) : id;
  }

  /** Texts of a list; empty if it is not there. */
  List<String> texts(String field) throws InvalidEventException {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(field)) {
      texts.add(
          textOf(element).orElseThrow(() -> invalid(field, "a list of texts", element.toString())));
    }
    return texts;
  }

  /** Elements of a list; none if it is not there. */
  Iterable<JsonNode> list(String field) throws InvalidEventException {
    JsonNode list = node.get(field);
    if (list == null || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw invalid(field, "a list", list.toString());
    }
    return list;
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  InvalidEventException invalid(String field, String rule, String value) {
    return new InvalidEventException(message(field, rule, value));
  }

  static Optional<String> textOf(JsonNode value) {
    return value != null && value.isTextual() && !value.asText().isBlank()
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  private String message(String field, String rule, String value) {
    return "event %d (%s): %s must be %s, got %s"
        .formatted(number, text("eventID").orElse("no eventID"), field, rule, value);
  }

  private String sorted() {
    try {
      return SORTED.writeValueAsString(SORTED.treeToValue(node, Map.class));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "epcis-sha256-" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
