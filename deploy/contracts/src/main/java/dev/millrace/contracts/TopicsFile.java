package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code topics.yaml} and refuses what is not right in it, naming topic, setting and value.
 */
final class TopicsFile {
  private static final Set<String> KEYS =
      Set.of("record", "key", "partitions", "retention", "cleanup");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+");
  private static final Pattern AGE = Pattern.compile("([1-9]\\d{0,4})([dh])");
  private static final int MOST_PARTITIONS = 10_000;
  private static final int LONGEST_NAME = 249;

  private final Path schemas;

  /**
   * @param schemas the folder of {@code topics.yaml} and of the records it names
   */
  TopicsFile(Path schemas) {
    this.schemas = requireNonNull(schemas);
  }

  /** The topics, in the file's order. */
  List<Topic> read() {
    JsonNode file = parse();
    refuseUnknown("topics.yaml", file, Set.of("topics"));
    JsonNode wanted = file.path("topics");
    if (!wanted.isObject() || wanted.isEmpty()) {
      throw new ToolException(
          "%s: topics must name at least one topic".formatted(schemas.resolve("topics.yaml")));
    }
    List<Topic> topics = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
      topics.add(topic(entry.getKey(), entry.getValue()));
    }
    return List.copyOf(topics);
  }

  private JsonNode parse() {
    Path file = schemas.resolve("topics.yaml");
    try {
      return new ObjectMapper(
              new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION))
          .readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new ToolException(
          "%s is not valid: %s"
              .formatted(file, e.getOriginalMessage().lines().findFirst().orElse("not YAML")),
          e);
    } catch (IOException e) {
      throw new ToolException("cannot read %s".formatted(file), e);
    }
  }

  private Topic topic(String name, JsonNode settings) {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
      throw new ToolException(
          "topic '%s': a name is lower case words joined by dots, at most %d characters"
              .formatted(name, LONGEST_NAME));
    }
    refuseUnknown("topic " + name, settings, KEYS);
    Cleanup cleanup = cleanup(name, settings);
    return new Topic(
        name,
        record(name, settings),
        text(name, settings, "key"),
        partitions(name, settings),
        cleanup == Cleanup.COMPACT ? Duration.ZERO : retention(name, settings),
        cleanup);
  }

  private static void refuseUnknown(String where, JsonNode settings, Set<String> known) {
    if (!settings.isObject()) {
      throw new ToolException("%s: must be settings, not '%s'".formatted(where, settings));
    }
    for (Map.Entry<String, JsonNode> setting : settings.properties()) {
      if (!known.contains(setting.getKey())) {
        throw new ToolException(
            "%s: unknown setting '%s'; known are %s"
                .formatted(
                    where, setting.getKey(), String.join(", ", known.stream().sorted().toList())));
      }
    }
  }

  private String record(String topic, JsonNode settings) {
    String record = text(topic, settings, "record");
    if (!Files.isRegularFile(schemas.resolve(record).resolve("v1.avsc"))) {
      throw new ToolException(
          "topic %s: record '%s' must be a folder in %s with a v1.avsc"
              .formatted(topic, record, schemas));
    }
    return record;
  }

  private static int partitions(String topic, JsonNode settings) {
    JsonNode value = required(topic, settings, "partitions");
    if (!value.isInt() || value.asInt() < 1 || value.asInt() > MOST_PARTITIONS) {
      throw new ToolException(
          "topic %s: partitions must be 1 to %d, not %s".formatted(topic, MOST_PARTITIONS, value));
    }
    return value.asInt();
  }

  private static Cleanup cleanup(String topic, JsonNode settings) {
    String value = settings.path("cleanup").asText(Cleanup.DELETE.setting());
    for (Cleanup cleanup : Cleanup.values()) {
      if (cleanup.setting().equals(value)) {
        return cleanup;
      }
    }
    throw new ToolException(
        "topic %s: cleanup must be one of %s, not '%s'"
            .formatted(
                topic, Arrays.stream(Cleanup.values()).map(Cleanup::setting).toList(), value));
  }

  private static Duration retention(String topic, JsonNode settings) {
    String value = text(topic, settings, "retention");
    Matcher age = AGE.matcher(value);
    if (!age.matches()) {
      throw new ToolException(
          "topic %s: retention must be days or hours such as 7d or 12h, not '%s'"
              .formatted(topic, value));
    }
    long count = Long.parseLong(age.group(1));
    return age.group(2).equals("d") ? Duration.ofDays(count) : Duration.ofHours(count);
  }

  private static String text(String topic, JsonNode settings, String name) {
    JsonNode value = required(topic, settings, name);
    if (!value.isValueNode() || value.asText().isBlank()) {
      throw new ToolException("topic %s: %s must be text, not '%s'".formatted(topic, name, value));
    }
    return value.asText();
  }

  private static JsonNode required(String topic, JsonNode settings, String name) {
    JsonNode value = settings.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw new ToolException("topic %s: %s is missing".formatted(topic, name));
    }
    return value;
  }
}
