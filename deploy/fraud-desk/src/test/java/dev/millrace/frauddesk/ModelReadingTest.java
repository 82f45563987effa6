package dev.millrace.frauddesk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import dev.millrace.fraud.domain.Tree;
import dev.millrace.fraud.model.BundledModel;
import dev.millrace.fraud.model.ModelFile;
import dev.millrace.fraud.model.ModelRecords;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelReadingTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  private static final ModelFile FILE = ModelRecords.file(BundledModel.champion());

  @TempDir private Path folder;

  private record Answer(int code, String out, String err) {}

  @Test
  void isTheRecordThatTheJobTakes() throws IOException {
    FraudModel model = read(text()).model().orElseThrow();

    assertThat(model)
        .returns(FILE.version(), FraudModel::getModelVersion)
        .returns(ModelRole.CHALLENGER, FraudModel::getRole)
        .returns(BundledModel.champion().getSha256(), FraudModel::getSha256);
    assertThat(ModelRecords.file(model).toJson()).isEqualTo(FILE.toJson());
  }

  @Test
  void namesThePlaceInTheFile() throws IOException {
    assertThat(complaint(text().replace("\"formatVersion\":1", "\"formatVersion\":2")))
        .isEqualTo("formatVersion must be 1, the form that this build reads, got 2");
    assertThat(complaint(text().replace("\"amountMinor\"", "\"amountMajor\"")))
        .isEqualTo("features[0] must be a figure that this build knows, got \"amountMajor\"");
  }

  @Test
  void obeysTheRulesOfTheRecord() throws IOException {
    String name = "n".repeat(129);
    assertThat(complaint(text().replace(FILE.version(), name)))
        .startsWith("model_version must be 1 to 128 characters,");
  }

  @Test
  void refusesWhatNoRecordHolds() throws IOException {
    assertThat(complaint(new String(large().toJson(), UTF_8)))
        .startsWith("content must be at most 1000000 bytes after compression, got ");
  }

  @Test
  void aFileThatIsNotThereIsOneLine() {
    assertThatThrownBy(() -> ModelReading.of(folder.resolve("none.json"), ModelRole.CHAMPION, NOW))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("cannot read ");
  }

  @Test
  void checkAndPutFailWithOneLine() throws IOException {
    Path good = Files.writeString(folder.resolve("good.json"), text());
    Path bad = Files.writeString(folder.resolve("bad.json"), "{}");

    assertThat(run("models", "check", good.toString()))
        .isEqualTo(new Answer(0, good + ": ok\n", ""));
    assertThat(run("models", "check", good.toString(), bad.toString()))
        .isEqualTo(
            new Answer(
                1,
                "%s: ok\n%s: formatVersion must be set, but is missing\n".formatted(good, bad),
                "check: 1 of 2 files are refused\n"));
    assertThat(run("models", "put", bad.toString(), "--role", "champion"))
        .isEqualTo(
            new Answer(
                1,
                "",
                "put: nothing is sent: %s: formatVersion must be set, but is missing\n"
                    .formatted(bad)));
    assertThat(run("models", "put", good.toString(), "--role", "retired").code()).isEqualTo(2);
  }

  private static Answer run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        FraudDesk.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int code = command.execute(arguments);
    return new Answer(code, out.toString(), err.toString());
  }

  /** Trees of leaves at random, which hardly compress. */
  /** Seven levels of numbers that no compression makes small. */
  private static Tree full(SplittableRandom random) {
    int nodes = 127;
    int[] feature = new int[nodes];
    int[] child = new int[nodes];
    float[] value = new float[nodes];
    float[] mean = new float[nodes];
    for (int node = 0; node < nodes; node++) {
      boolean leaf = node >= nodes / 2;
      feature[node] = leaf ? -1 : 0;
      child[node] = leaf ? 0 : 2 * node + 1;
      value[node] = (float) random.nextDouble();
      mean[node] = (float) random.nextDouble();
    }
    return new Tree(feature, child, value, mean);
  }

  private static ModelFile large() {
    SplittableRandom random = new SplittableRandom(1);
    List<Tree> trees = new ArrayList<>();
    for (int tree = 0; tree < 2_000; tree++) {
      trees.add(full(random));
    }
    return new ModelFile(
        FILE.version(),
        FILE.features(),
        FILE.baseMargin(),
        trees,
        FILE.calibration(),
        FILE.training(),
        FILE.validation(),
        FILE.reference());
  }

  private String complaint(String json) throws IOException {
    ModelReading reading = read(json);
    assertThat(reading.model()).isEmpty();
    assertThat(reading.complaints()).hasSize(1);
    String complaint = reading.complaints().get(0);
    return complaint.substring(complaint.indexOf(".json: ") + 7);
  }

  private ModelReading read(String json) throws IOException {
    return ModelReading.of(
        Files.writeString(folder.resolve("model.json"), json), ModelRole.CHALLENGER, NOW);
  }

  private static String text() {
    return new String(FILE.toJson(), UTF_8);
  }
}
