package dev.millrace.fraud.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {
  private static final String JSON = new String(Models.file("gbt-test").toJson(), UTF_8);

  @TempDir private Path folder;

  @Test
  void theSameBytesComeBack() throws IOException {
    Path file = folder.resolve("model.json");
    Models.file("gbt-test").write(file);

    assertThat(Files.readString(file)).isEqualTo(JSON);
    assertThat(ModelFile.read(file).toJson()).isEqualTo(Files.readAllBytes(file));
    byte[] gzip = Models.file("gbt-test").toGzip();
    assertThat(ModelFile.ofGzip(gzip).toGzip()).isEqualTo(gzip);
  }

  @Test
  void scoresAsBefore() {
    Features payment = Features.none();
    payment.set(Feature.AMOUNT_MINOR, 30_000L);
    payment.set(Feature.NIGHT, true);

    assertThat(ModelFile.ofJson(JSON.getBytes(UTF_8)).scorer(0).score(payment))
        .isEqualTo(Models.file("gbt-test").scorer(0).score(payment));
    // -4.1 + 1e-7 + 0.7, by 1.25, less 0.1.
    assertThat(Models.file("gbt-test").scorer(0).score(payment).value())
        .isCloseTo(1 / (1 + Math.exp(4.35)), within(1e-6));
  }

  @Test
  void whitespaceChangesNothing() {
    assertThat(ModelFile.ofJson(JSON.replace(",", " ,\n ").getBytes(UTF_8)).toJson())
        .isEqualTo(JSON.getBytes(UTF_8));
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        bad(
            "\"formatVersion\":1",
            "\"formatVersion\":2",
            "formatVersion must be 1, the form that this build reads, got 2"),
        bad("\"formatVersion\":1,", "", "formatVersion must be set, but is missing"),
        bad("\"version\":\"gbt-test\"", "\"version\":\" \"", "version must be a name, got \" \""),
        bad("\"version\":\"gbt-test\"", "\"version\":7", "version must be text, got 7"),
        bad("\"baseMargin\":-4.1,", "", "baseMargin must be set, but is missing"),
        bad(
            "\"baseMargin\":-4.1",
            "\"baseMargin\":1e39",
            "baseMargin must be a finite number, got 1E+39"),
        bad(
            "\"baseMargin\"",
            "\"author\":\"a\",\"baseMargin\"",
            "model has the unknown field author"),
        bad(
            "\"features\":[\"night\"",
            "\"features\":[\"nite\"",
            "features[0] must be a figure that this build knows, got \"nite\""),
        bad(
            "[\"night\",\"amountMinor\"]",
            "[\"night\",\"night\"]",
            "features[1] must be named once, got \"night\""),
        bad("[\"night\",\"amountMinor\"]", "[]", "features must be at least one figure, got []"),
        bad(
            "\"feature\":[1,-1,0",
            "\"feature\":[2,-1,0",
            "trees[0].feature[0] must be less than 2, the number of features, got 2"),
        bad(
            "\"child\":[1,0,3",
            "\"child\":[4,0,3",
            "trees[0].child[0] must be from 1 to 3, so that no path is a circle, got 4"),
        bad(
            "\"child\":[1,0,3",
            "\"child\":[1,0,0",
            "trees[0].child[2] must be from 3 to 3, so that no path is a circle, got 0"),
        bad(
            "\"child\":[1,0,3",
            "\"child\":[1,0,1.5",
            "trees[0].child[2] must be a whole number, got 1.5"),
        bad(
            "\"value\":[0.7]",
            "\"value\":[\"NaN\"]",
            "trees[1].value[0] must be a finite number, got \"NaN\""),
        bad(
            "\"mean\":[0.7]",
            "\"mean\":[0.7,1]",
            "trees[1].mean must have one entry for each of the 1 nodes, got 2"),
        bad(",\"mean\":[0.7]", "", "trees[1].mean must be set, but is missing"),
        bad(
            "\"slope\":1.25",
            "\"slope\":0",
            "calibration.slope must be above 0 and finite, got 0.0"),
        bad("\"auc\":0.9", "\"auc\":1.1", "validation.auc must be 0 to 1, got 1.1"),
        bad("\"rows\":1000", "\"rows\":-1", "training.rows must be a whole number from 0, got -1"),
        bad(
            "\"2026-01-31T12:00:00Z\"",
            "\"noon\"",
            "training.to must be a time such as 2018-08-15T00:00:00Z, got \"noon\""),
        bad(
            "\"edges\":[1000.0,2500.5]",
            "\"edges\":[1000.0,999]",
            "reference.features.amountMinor.edges[1] must be above the edge before it, got 999.0"),
        bad(
            "\"shares\":[0.75,0.25]",
            "\"shares\":[0.75]",
            "reference.score.shares must be one more than the 1 edges, got 1"),
        bad("\"night\":{", "\"nite\":{", "reference.features has the unknown field nite"),
        bad("\"alertRate\":0.01,", "", "validation.review.alertRate must be set, but is missing"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refuses(String good, String bad, String message) {
    assertThat(JSON).contains(good);
    String json =
        JSON.substring(0, JSON.indexOf(good))
            + bad
            + JSON.substring(JSON.indexOf(good) + good.length());

    assertThatThrownBy(() -> ModelFile.ofJson(json.getBytes(UTF_8)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> noModels() {
    return Stream.of(
        arguments("[]", "model must be an object, got []"),
        arguments("{\"a\":NaN}", "must be JSON, but at line 1, column "),
        arguments("{\"a\":1,\"a\":2}", "must be JSON, but at line 1, column "),
        arguments("{} {}", "must be JSON, but at line 1, column "));
  }

  @ParameterizedTest
  @MethodSource("noModels")
  void refusesWhatIsNoModelAtAll(String json, String message) {
    assertThatThrownBy(() -> ModelFile.ofJson(json.getBytes(UTF_8)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void refusesContentThatIsNotGzip() {
    assertThatThrownBy(() -> ModelFile.ofGzip(JSON.getBytes(UTF_8)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("content must be compressed by gzip, but: Not in GZIP format");
    byte[] gzip = Models.file("gbt-test").toGzip();
    assertThatThrownBy(() -> ModelFile.ofGzip(Arrays.copyOf(gzip, gzip.length / 2)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("content must be compressed by gzip, but: ");
  }

  @Test
  void refusesWhatIsSmallAndUnfoldsToMoreThanMemoryHolds() {
    String objects = "{\"x\":[" + "{},".repeat(2_000_000) + "{}]}";

    assertThatThrownBy(() -> ModelFile.ofJson(objects.getBytes(UTF_8)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("2000000");
  }

  @Test
  void refusesContentThatUnfoldsToTooMuch() {
    byte[] bomb = Gzip.compress(new byte[(64 << 20) + 1]);

    assertThat(bomb).hasSizeLessThan(1 << 20);
    assertThatThrownBy(() -> ModelFile.ofGzip(bomb))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("content must be at most 67108864 bytes without compression, got more");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> ModelFile.read(folder.resolve("none.json")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none.json");
  }

  private static Arguments bad(String good, String bad, String message) {
    return arguments(good, bad, message);
  }
}
