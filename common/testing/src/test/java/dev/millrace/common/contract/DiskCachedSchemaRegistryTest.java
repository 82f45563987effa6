package dev.millrace.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.testing.FakeSchemaRegistry;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCachedSchemaRegistryTest {
  private static final Schema SCHEMA = Transaction.getClassSchema();
  private static final String SUBJECT = "payments.transactions-value";

  @TempDir private Path folder;
  private final FakeSchemaRegistry registry = FakeSchemaRegistry.of(7, SCHEMA);

  @Test
  void whatWasAskedOnceIsKnownToTheNextProcessDuringAnOutage() throws Exception {
    cached().byId(7);
    cached().idOf(SUBJECT, SCHEMA);
    registry.down();

    assertThat(cached().byId(7)).isEqualTo(SCHEMA);
    assertThat(cached().idOf(SUBJECT, SCHEMA)).isEqualTo(7);
  }

  @Test
  void anIdInTheCacheIsNotAskedForAgain() throws Exception {
    cached().byId(7);
    cached().byId(7);

    assertThat(registry.questions()).isEqualTo(1);
  }

  @Test
  void whatIsNotInTheCacheIsUnavailableDuringAnOutage() throws Exception {
    cached().idOf(SUBJECT, SCHEMA);
    registry.down();

    assertThatThrownBy(() -> cached().byId(7)).isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> cached().idOf(SUBJECT, FraudLabel.getClassSchema()))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void anUnknownIdIsNotKept() throws Exception {
    assertThatThrownBy(() -> cached().byId(8)).isInstanceOf(UnknownSchemaException.class);
    registry.with(8, FraudLabel.getClassSchema());

    assertThat(cached().byId(8)).isEqualTo(FraudLabel.getClassSchema());
  }

  @Test
  void aFileThatIsNoSchemaIsReplaced() throws Exception {
    cached().byId(7);
    List<Path> files = files();
    assertThat(files).hasSize(1);
    Files.writeString(files.get(0), "{\"type\": \"rec");

    assertThat(cached().byId(7)).isEqualTo(SCHEMA);
    registry.down();
    assertThat(cached().byId(7)).isEqualTo(SCHEMA);
  }

  /** The registry's client does not look at defaults either. */
  @Test
  void aSchemaWithABadDefaultIsKept() throws Exception {
    Schema careless =
        new Schema.Parser()
            .setValidateDefaults(false)
            .parse(
                "{\"type\": \"record\", \"name\": \"R\", \"fields\": ["
                    + "{\"name\": \"f\", \"type\": [\"string\", \"null\"], \"default\": null}]}");
    registry.with(9, careless);
    cached().byId(9);
    registry.down();

    assertThat(cached().byId(9)).isEqualTo(careless);
  }

  @Test
  void aFileThatIsNoIdDoesNotHideTheOutage() throws Exception {
    cached().idOf(SUBJECT, SCHEMA);
    Files.writeString(files().get(0), "seven");
    registry.down();

    assertThatThrownBy(() -> cached().idOf(SUBJECT, SCHEMA))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage("the registry is down");
  }

  @Test
  void aDirectoryThatCannotBeWrittenCostsTheCacheOnly() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    SchemaRegistry cached = new DiskCachedSchemaRegistry(registry, file.resolve("cache"));

    assertThat(cached.byId(7)).isEqualTo(SCHEMA);
    assertThat(cached.idOf(SUBJECT, SCHEMA)).isEqualTo(7);
  }

  @Test
  void aFileThatCannotBeWrittenLeavesNothingBehind() throws Exception {
    Files.createDirectories(cache().resolve("id-7.avsc").resolve("in the way"));

    assertThat(cached().byId(7)).isEqualTo(SCHEMA);

    assertThat(files())
        .extracting(Path::getFileName)
        .extracting(Path::toString)
        .containsExactly("id-7.avsc");
  }

  private SchemaRegistry cached() {
    return new DiskCachedSchemaRegistry(registry, cache());
  }

  private Path cache() {
    return folder.resolve("deep").resolve("cache");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(cache())) {
      return files.toList();
    }
  }
}
