package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The recipes in {@code schemas/README.md}: fenced blocks whose first line names the recipe and the
 * part, for example {@code ```json rename v2}. A recipe named {@code rename-wrong} takes the
 * versions that it lacks from the recipe {@code rename}.
 */
final class Recipes {
  private static final Path README = Path.of("..", "..", "schemas", "README.md");
  private static final Pattern BLOCK =
      Pattern.compile(
          "^```[a-z]+ ([a-z-]+) (v\\d+|values|breaks|topics)\\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern FENCE = Pattern.compile("^```\\S", Pattern.MULTILINE);
  private static final String WRONG = "-wrong";

  private final Map<String, Map<String, String>> recipes = new TreeMap<>();
  private int blocks;

  private Recipes() {}

  static Recipes read() {
    String text;
    try {
      text = Files.readString(README);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Recipes read = new Recipes();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String before =
          read.recipes
              .computeIfAbsent(block.group(1), name -> new TreeMap<>())
              .put(block.group(2), block.group(3));
      if (before != null) {
        throw new IllegalStateException(
            "%s %s is there twice".formatted(block.group(1), block.group(2)));
      }
      read.blocks++;
    }
    if (FENCE.matcher(text).results().count() != read.blocks) {
      throw new IllegalStateException(
          "a block of schemas/README.md is not marked as part of a recipe");
    }
    return read;
  }

  /** What to do. */
  List<String> right() {
    return recipes.keySet().stream().filter(name -> !name.contains(WRONG)).toList();
  }

  /** What not to do. */
  List<String> wrong() {
    return recipes.keySet().stream().filter(name -> name.contains(WRONG)).toList();
  }

  /** The schemas of a recipe's versions, v1 first. */
  List<String> versions(String recipe) {
    List<String> versions = new ArrayList<>();
    Optional<String> schema = part(recipe, "v1");
    while (schema.isPresent()) {
      versions.add(schema.get());
      schema = part(recipe, "v" + (versions.size() + 1));
      // The versions of the right way end where the wrong one turns off.
      if (recipe.contains(WRONG) && versions.size() >= last(recipe)) {
        break;
      }
    }
    return versions;
  }

  /** A part of a recipe other than its versions. */
  Optional<String> part(String recipe, String part) {
    Map<String, String> parts = requireNonNull(recipes.get(recipe), recipe);
    return Optional.ofNullable(parts.get(part))
        .or(
            () ->
                recipe.contains(WRONG)
                    ? part(recipe.substring(0, recipe.indexOf(WRONG)), part)
                    : Optional.empty());
  }

  private int last(String recipe) {
    return recipes.get(recipe).keySet().stream()
        .filter(part -> part.matches("v\\d+"))
        .mapToInt(part -> Integer.parseInt(part.substring(1)))
        .max()
        .orElseThrow();
  }
}
