package dev.millrace.common.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionReaderTest {
  private enum Colour {
    LIGHT_BLUE,
    RED
  }

  private static final Option<String> TOPIC =
      Option.requiredText("input.topic", OptionRule.notBlank(), "Topic that is read.");
  private static final Option<Duration> DELAY =
      Option.duration(
          "input.delay",
          Duration.ofSeconds(10),
          OptionRule.between(Duration.ofSeconds(1), Duration.ofDays(7)),
          "How long to wait.");
  private static final Option<Double> SHARE =
      Option.number("score.share", 0.5, OptionRule.between(0.0, 1.0), "A share.");
  private static final Option<Integer> COUNT =
      Option.integer("score.count", 3, OptionRule.between(1, 9), "A count.");
  private static final Option<MemorySize> SIZE =
      Option.size("score.size", MemorySize.ofMebiBytes(1), OptionRule.any(), "A size.");
  private static final Option<Colour> COLOUR =
      Option.choice("score.colour", Colour.class, Colour.RED, "A colour.");
  private static final Option<String> NOTE =
      Option.optionalText("score.note", OptionRule.notBlank(), "A note.");
  private static final List<Option<?>> KNOWN =
      List.of(TOPIC, DELAY, SHARE, COUNT, SIZE, COLOUR, NOTE);

  @TempDir private Path folder;

  @Test
  void readsDefaultsWhereNothingIsGiven() {
    OptionReader options = reader("-Dinput.topic=payments");

    assertThat(options.read(TOPIC)).isEqualTo("payments");
    assertThat(options.read(DELAY)).isEqualTo(Duration.ofSeconds(10));
    assertThat(options.read(SHARE)).isEqualTo(0.5);
    assertThat(options.read(COUNT)).isEqualTo(3);
    assertThat(options.read(SIZE)).isEqualTo(MemorySize.ofMebiBytes(1));
    assertThat(options.read(COLOUR)).isEqualTo(Colour.RED);
    assertThat(options.readOptional(NOTE)).isEmpty();
    assertThatCode(options::finish).doesNotThrowAnyException();
  }

  @Test
  void anOverrideWinsOverTheFileWhereverItStands() throws IOException {
    String file =
        file("input.topic = from file\ninput.delay = 2 min  \nscore.note = Gr\u00fc\u00dfe\n");

    OptionReader options =
        reader("-Dinput.topic=a=b", "--config", file, "-Dscore.colour=light-blue");

    assertThat(options.read(TOPIC)).isEqualTo("a=b");
    assertThat(options.read(DELAY)).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.read(COLOUR)).isEqualTo(Colour.LIGHT_BLUE);
    assertThat(options.readOptional(NOTE)).contains("Gr\u00fc\u00dfe");
    assertThatCode(options::finish).doesNotThrowAnyException();
  }

  @Test
  void anUnknownKeyIsRefusedWithTheSettingsOfItsGroup() {
    assertThatThrownBy(reader("-Dinput.dealy=1 s")::finish)
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage(
            "Invalid options:\n"
                + "  input.dealy: not a known setting; known: input.topic, input.delay");
  }

  @Test
  void anUnknownKeyOfNoGroupIsRefusedWithAllSettings() {
    assertThatThrownBy(reader("-Ddelay=1 s")::finish)
        .hasMessageContaining(
            "delay: not a known setting; known: input.topic, input.delay, score.share");
  }

  @Test
  void aValueThatDoesNotParseIsRefusedWithItsForm() {
    OptionReader options =
        reader("-Dinput.delay=soon", "-Dscore.count=3.5", "-Dscore.colour=dark-green");
    options.read(DELAY);
    options.read(COUNT);
    options.read(COLOUR);

    assertThatThrownBy(options::finish)
        .hasMessage(
            """
            Invalid options:
              input.delay: must be a duration such as 500 ms, 10 s or 7 d, got 'soon'
              score.count: must be a whole number, got '3.5'
              score.colour: must be one of light-blue, red, got 'dark-green'\
            """);
  }

  @Test
  void aValueThatBreaksItsRuleIsRefusedWithTheRule() {
    OptionReader options =
        reader("-Dinput.delay=8 d", "-Dscore.count=0", "-Dscore.share=NaN", "-Dscore.note=");
    options.read(DELAY);
    options.read(COUNT);
    options.read(SHARE);
    options.readOptional(NOTE);

    assertThatThrownBy(options::finish)
        .hasMessage(
            """
            Invalid options:
              input.delay: must be between 1 s and 7 d, got '8 d'
              score.count: must be between 1 and 9, got '0'
              score.share: must be between 0.0 and 1.0, got 'NaN'
              score.note: must be not blank, got ''\
            """);
  }

  @Test
  void bothEndsOfARangeAreAllowed() {
    OptionReader options = reader("-Dinput.delay=7 d", "-Dscore.count=1", "-Dscore.share=1");
    options.read(DELAY);
    options.read(COUNT);
    options.read(SHARE);

    assertThatCode(options::finish).doesNotThrowAnyException();
  }

  @Test
  void aRequiredSettingThatIsMissingIsRefused() {
    OptionReader options = reader();

    assertThat(options.read(TOPIC)).isNull();
    assertThatThrownBy(options::finish)
        .hasMessage("Invalid options:\n  input.topic: must be set: Topic that is read.");
  }

  @Test
  void allProblemsStandInOneMessage() {
    OptionReader options = reader("go", "-Dinput.delay", "--config", "-Dscore.count=x");
    options.read(TOPIC);
    options.read(COUNT);
    options.require(false, COUNT, "at most score.share (0.5)", 3);

    assertThatThrownBy(options::finish)
        .hasMessageContainingAll(
            "arguments must be --config FILE or -Dkey=value, got go",
            "arguments must be --config FILE or -Dkey=value, got -Dinput.delay",
            "--config: must be a readable properties file, got '-Dscore.count=x'",
            "input.topic: must be set",
            "score.count: must be at most score.share (0.5), got '3'");
  }

  @Test
  void aConfigFileThatCannotBeReadIsRefused() {
    String missing = folder.resolve("missing.properties").toString();

    assertThatThrownBy(reader("--config", missing)::finish)
        .hasMessageContaining("--config: must be a readable properties file, got '%s'", missing);
    assertThatThrownBy(reader("--config")::finish)
        .hasMessageContaining("arguments must be --config FILE or -Dkey=value, got --config");
  }

  @Test
  void aSecretInAnAddressIsNotShown() {
    OptionReader options = reader("jdbc:x://db/x?password=hid den&a=b", "http://me:hidden@host/x");

    assertThatThrownBy(options::finish)
        .hasMessageContainingAll("got jdbc:x://db/x?password=***&a=b", "got http://***@host/x");
  }

  private static OptionReader reader(String... args) {
    return OptionReader.of(args, KNOWN);
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("job.properties"), content).toString();
  }
}
