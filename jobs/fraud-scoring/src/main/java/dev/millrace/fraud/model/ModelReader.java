package dev.millrace.fraud.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.fraud.domain.Calibration;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Histogram;
import dev.millrace.fraud.domain.Tree;
import dev.millrace.fraud.domain.TreeEnsemble;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads a model from JSON and refuses what scoring could not rely on. */
final class ModelReader {
  /** More than a record holds of numbers, and no more than memory holds as a tree of JSON. */
  private static final long MOST_TOKENS = 2_000_000;

  private static final int MOST_TREES = 2_000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build())
                  .build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Else a float would be rounded twice on its way.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final Map<String, Feature> BY_KEY =
      Arrays.stream(Feature.values()).collect(Collectors.toMap(Feature::key, Function.identity()));

  private ModelReader() {}

  static ModelFile read(byte[] json) {
    Place root = new Place("", parsed(json));
    Place format = root.field("formatVersion");
    format.require(
        format.integer() == ModelFile.FORMAT_VERSION,
        "%d, the form that this build reads".formatted(ModelFile.FORMAT_VERSION));
    root.requireFields(
        Set.of(
            "formatVersion",
            "version",
            "training",
            "validation",
            "calibration",
            "features",
            "reference",
            "baseMargin",
            "trees"));
    Place version = root.field("version");
    version.require(!version.text().isBlank(), "a name");
    List<Feature> features = features(root.field("features"));
    Place ensemble = root.field("trees");
    ensemble.require(
        ensemble.node().size() <= MOST_TREES, "%d trees at the most".formatted(MOST_TREES));
    List<Tree> trees = ensemble.elements(ModelReader::tree);
    float baseMargin = root.field("baseMargin").single();
    checked("", () -> TreeEnsemble.of(features, trees, baseMargin));
    return new ModelFile(
        version.text(),
        features,
        baseMargin,
        trees,
        calibration(root.field("calibration")),
        training(root.field("training")),
        validation(root.field("validation")),
        reference(root.field("reference"), features));
  }

  private static JsonNode parsed(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidModelException(
          "must be JSON, but at line %d, column %d: %s"
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new InvalidModelException("must be JSON, but: " + e.getMessage(), e);
    }
  }

  private static List<Feature> features(Place place) {
    Set<String> seen = new HashSet<>();
    List<Feature> features =
        place.elements(
            element -> {
              String key = element.text();
              element.require(BY_KEY.containsKey(key), "a figure that this build knows");
              element.require(seen.add(key), "named once");
              return BY_KEY.get(key);
            });
    place.require(!features.isEmpty(), "at least one figure");
    return features;
  }

  private static Tree tree(Place place) {
    place.requireFields(Set.of("feature", "child", "value", "mean"));
    int[] feature = place.field("feature").integers();
    int[] child = place.field("child").integers();
    float[] value = place.field("value").singles();
    float[] mean = place.field("mean").singles();
    return checked(place.path() + ".", () -> new Tree(feature, child, value, mean));
  }

  private static Calibration calibration(Place place) {
    place.requireFields(Set.of("slope", "intercept"));
    double slope = place.field("slope").number();
    double intercept = place.field("intercept").number();
    return checked(place.path() + ".", () -> new Calibration(slope, intercept));
  }

  private static ModelFile.Training training(Place place) {
    place.requireFields(Set.of("from", "to", "rows", "frauds", "parameters"));
    Map<String, String> parameters = new LinkedHashMap<>();
    Place set = place.field("parameters");
    set.names().forEach(name -> parameters.put(name, set.field(name).text()));
    return new ModelFile.Training(
        place.field("from").time(),
        place.field("to").time(),
        place.field("rows").count(),
        place.field("frauds").count(),
        parameters);
  }

  private static ModelFile.Validation validation(Place place) {
    place.requireFields(
        Set.of("from", "to", "rows", "frauds", "auc", "averagePrecision", "review", "decline"));
    return new ModelFile.Validation(
        place.field("from").time(),
        place.field("to").time(),
        place.field("rows").count(),
        place.field("frauds").count(),
        place.field("auc").share(),
        place.field("averagePrecision").share(),
        atThreshold(place.field("review")),
        atThreshold(place.field("decline")));
  }

  private static ModelFile.AtThreshold atThreshold(Place place) {
    place.requireFields(Set.of("threshold", "alertRate", "precision", "recall"));
    return new ModelFile.AtThreshold(
        place.field("threshold").share(),
        place.field("alertRate").share(),
        place.field("precision").share(),
        place.field("recall").share());
  }

  private static ModelFile.Reference reference(Place place, List<Feature> features) {
    place.requireFields(Set.of("score", "features"));
    Place byKey = place.field("features");
    byKey.requireFields(features.stream().map(Feature::key).collect(Collectors.toSet()));
    Map<Feature, Histogram> histograms = new EnumMap<>(Feature.class);
    for (Feature feature : features) {
      histograms.put(feature, histogram(byKey.field(feature.key())));
    }
    return new ModelFile.Reference(histograms, histogram(place.field("score")));
  }

  private static Histogram histogram(Place place) {
    place.requireFields(Set.of("edges", "shares"));
    double[] edges = place.field("edges").numbers();
    double[] shares = place.field("shares").numbers();
    return checked(place.path() + ".", () -> new Histogram(edges, shares));
  }

  /** What the domain refuses, with the place in the file before it. */
  private static <T> T checked(String prefix, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException(prefix + e.getMessage(), e);
    }
  }

  /**
   * A value in the file.
   *
   * @param path where it stands, such as {@code trees[3].child}
   * @param node null if it is missing
   */
  private record Place(String path, JsonNode node) {
    private static final int SHOWN_LENGTH = 60;

    Place field(String name) {
      require(node.isObject(), "an object");
      Place field = new Place(path.isEmpty() ? name : path + "." + name, node.get(name));
      if (field.node() == null) {
        throw new InvalidModelException(field.path() + " must be set, but is missing");
      }
      return field;
    }

    List<String> names() {
      require(node.isObject(), "an object");
      List<String> names = new ArrayList<>();
      node.fieldNames().forEachRemaining(names::add);
      return names;
    }

    void requireFields(Set<String> known) {
      for (String name : names()) {
        if (!known.contains(name)) {
          throw new InvalidModelException(
              "%s has the unknown field %s".formatted(path.isEmpty() ? "model" : path, name));
        }
      }
      known.stream().sorted().forEach(this::field);
    }

    <T> List<T> elements(Function<Place, T> read) {
      require(node.isArray(), "an array");
      List<T> elements = new ArrayList<>();
      for (int index = 0; index < node.size(); index++) {
        elements.add(read.apply(element(index)));
      }
      return elements;
    }

    private Place element(int index) {
      return new Place("%s[%d]".formatted(path, index), node.get(index));
    }

    int[] integers() {
      return elements(Place::integer).stream().mapToInt(Integer::intValue).toArray();
    }

    double[] numbers() {
      return elements(Place::number).stream().mapToDouble(Double::doubleValue).toArray();
    }

    float[] singles() {
      require(node.isArray(), "an array");
      float[] singles = new float[node.size()];
      for (int index = 0; index < singles.length; index++) {
        singles[index] = element(index).single();
      }
      return singles;
    }

    int integer() {
      require(node.isIntegralNumber() && node.canConvertToInt(), "a whole number");
      return node.intValue();
    }

    long count() {
      require(
          node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0,
          "a whole number from 0");
      return node.longValue();
    }

    double number() {
      require(node.isNumber() && Double.isFinite(node.doubleValue()), "a finite number");
      return node.doubleValue();
    }

    float single() {
      require(node.isNumber() && Float.isFinite(node.floatValue()), "a finite number");
      return node.decimalValue().floatValue();
    }

    double share() {
      double share = number();
      require(share >= 0 && share <= 1, "0 to 1");
      return share;
    }

    String text() {
      require(node.isTextual(), "text");
      return node.textValue();
    }

    Instant time() {
      try {
        return Instant.parse(text());
      } catch (DateTimeParseException e) {
        throw new InvalidModelException(
            "%s must be a time such as 2018-08-15T00:00:00Z, got %s".formatted(path, shown()), e);
      }
    }

    void require(boolean holds, String rule) {
      if (!holds) {
        throw new InvalidModelException(
            "%s must be %s, got %s".formatted(path.isEmpty() ? "model" : path, rule, shown()));
      }
    }

    /** Cut, because a file may be large where a small value belongs. */
    private String shown() {
      String text = String.valueOf(node);
      return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "...";
    }
  }
}
