package dev.millrace.tablewriter;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.millrace.common.delivery.Table;
import dev.millrace.common.delivery.WriteMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Reads which topic goes into which table; {@code tables.yaml}, which the job's jar holds, says how
 * the file looks.
 */
final class TableRoutes {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private TableRoutes() {}

  private record RoutesFile(@JsonProperty(required = true) Map<String, Entry> tables) {}

  private record Entry(
      String topic, String record, List<String> key, String mode, String version) {}

  /** The routes that come with the job. */
  static List<TableRoute<?>> byDefault() throws IOException {
    try (InputStream file = TableRoutes.class.getResourceAsStream("/tables.yaml")) {
      if (file == null) {
        throw new IllegalStateException("the job's jar must hold tables.yaml");
      }
      return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8), "tables.yaml");
    }
  }

  /**
   * The routes in a file.
   *
   * @throws IllegalArgumentException naming the file, the table and the rule that it breaks
   */
  static List<TableRoute<?>> in(Path file) throws IOException {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": must be a text in UTF-8", e);
    }
  }

  static List<TableRoute<?>> parse(String yaml, String name) {
    RoutesFile file;
    try {
      file = YAML.readValue(yaml, RoutesFile.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + ": " + e.getOriginalMessage(), e);
    }
    if (file == null || file.tables() == null || file.tables().isEmpty()) {
      throw new IllegalArgumentException(name + ": tables must name at least one table");
    }
    List<TableRoute<?>> routes =
        file.tables().entrySet().stream()
            .<TableRoute<?>>map(entry -> route(name, entry.getKey(), entry.getValue()))
            .toList();
    checkRecords(routes, name);
    return routes;
  }

  /** A topic is read once, whatever the number of its tables, so it is read as one record. */
  private static void checkRecords(List<TableRoute<?>> routes, String name) {
    Map<String, Class<?>> records = new HashMap<>();
    for (TableRoute<?> route : routes) {
      Class<?> other = records.putIfAbsent(route.topic(), route.type());
      if (other != null && !other.equals(route.type())) {
        throw new IllegalArgumentException(
            "%s: topic %s must be of one record in all its tables, got %s and %s"
                .formatted(name, route.topic(), other.getName(), route.type().getName()));
      }
    }
  }

  private static TableRoute<?> route(String file, String table, Entry entry) {
    try {
      if (entry == null) {
        throw new IllegalArgumentException("topic must be set");
      }
      return route(table, entry, recordClass(required(entry.record(), "record")));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s, %s: %s".formatted(file, table, e.getMessage()), e);
    }
  }

  private static <T extends SpecificRecordBase> TableRoute<T> route(
      String table, Entry entry, Class<T> type) {
    AvroRow<T> row = new AvroRow<>(type);
    List<String> key = entry.key() == null ? List.of() : entry.key();
    Optional<String> version = Optional.ofNullable(entry.version());
    Table checked = Table.of(table, row.columns(), key, mode(entry.mode()), version);
    key.forEach(column -> requireNeverNull("key", column, row));
    version.ifPresent(column -> requireNeverNull("version", column, row));
    return new TableRoute<>(required(entry.topic(), "topic"), type, checked, row);
  }

  /** In SQL null equals nothing, and is neither below nor above anything. */
  private static void requireNeverNull(String what, String column, AvroRow<?> row) {
    if (row.isNullable(column)) {
      throw new IllegalArgumentException(
          "%s must be a field that is never null, got '%s'".formatted(what, column));
    }
  }

  private static String required(String value, String field) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(field + " must be set");
    }
    return value;
  }

  private static Class<? extends SpecificRecordBase> recordClass(String name) {
    try {
      return Class.forName(name, true, TableRoutes.class.getClassLoader())
          .asSubclass(SpecificRecordBase.class);
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new IllegalArgumentException("record must be a generated class, got '" + name + "'", e);
    }
  }

  private static WriteMode mode(String name) {
    return Arrays.stream(WriteMode.values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "mode must be first-wins or latest-version-wins, got '" + name + "'"));
  }
}
