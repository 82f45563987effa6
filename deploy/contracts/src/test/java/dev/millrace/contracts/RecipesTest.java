package dev.millrace.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The recipes in schemas/README.md do what they say, and the wrong ways are refused as it says. */
class RecipesTest {
  private static final Recipes RECIPES = Recipes.read();
  private static final Pattern VALUE = Pattern.compile("(?: {2})?v(\\d+) (writes|reads) (\\{.*})");
  private static final String TOPICS =
      """
      topics:
        shop.orders: {record: shop-order, key: order_id, partitions: 1, retention: 7d}
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void allRecipesAreThere() {
    assertThat(RECIPES.right())
        .containsExactly(
            "add-field", "add-symbol", "change-type", "new-topic", "remove", "rename", "retire");
    assertThat(RECIPES.wrong()).hasSizeGreaterThanOrEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("right")
  void theVersionsOfARecipePassTheCheck(String recipe) throws IOException {
    assertThat(check(recipe)).as(err::toString).isZero();

    assertThat(out)
        .hasToString(
            "1 records in %d versions, all rules hold.\n"
                .formatted(RECIPES.versions(recipe).size()));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void theWrongWayIsRefusedInTheWordsOfTheRecipe(String recipe) throws IOException {
    assertThat(check(recipe)).isEqualTo(1);

    List<String> lines = err.toString().lines().toList();
    assertThat(String.join("\n", lines.subList(0, lines.size() - 1)))
        .isEqualTo(RECIPES.part(recipe, "breaks").orElse("").stripTrailing());
  }

  @ParameterizedTest
  @MethodSource("rightWithValues")
  void everyVersionReadsWhatEveryOtherWroteAsTheRecipeSays(String recipe) {
    List<Schema> versions =
        RECIPES.versions(recipe).stream().map(text -> new Schema.Parser().parse(text)).toList();
    Set<String> told = new TreeSet<>();
    Schema writer = null;
    byte[] bytes = null;
    int writes = 0;
    for (String line : RECIPES.part(recipe, "values").orElseThrow().lines().toList()) {
      Matcher value = VALUE.matcher(line);
      assertThat(value.matches()).as(line).isTrue();
      int number = Integer.parseInt(value.group(1));
      Schema schema = versions.get(number - 1);
      if (value.group(2).equals("writes")) {
        writes = number;
        writer = schema;
        bytes = PlainJson.encode(value.group(3), writer);
      } else {
        assertThat(PlainJson.decode(bytes, writer, schema))
            .as("%s: v%d writes, %s", recipe, writes, line.strip())
            .isEqualTo(PlainJson.normal(value.group(3)));
        told.add(writes + " to " + number);
      }
    }
    assertThat(told).as("pairs of versions").hasSize(versions.size() * (versions.size() - 1));
  }

  private int check(String recipe) throws IOException {
    Path record = Files.createDirectory(folder.resolve("shop-order"));
    List<String> versions = RECIPES.versions(recipe);
    for (int number = 1; number <= versions.size(); number++) {
      Files.writeString(record.resolve("v%d.avsc".formatted(number)), versions.get(number - 1));
    }
    Optional<String> topics = RECIPES.part(recipe, "topics");
    Files.writeString(folder.resolve("topics.yaml"), topics.orElse(TOPICS));
    CommandLine command = Contracts.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute("schemas", "check", "--local", "--schemas", folder.toString());
  }

  static List<String> right() {
    return RECIPES.right();
  }

  static List<String> wrong() {
    return RECIPES.wrong();
  }

  static List<String> rightWithValues() {
    return RECIPES.right().stream().filter(recipe -> RECIPES.versions(recipe).size() > 1).toList();
  }
}
