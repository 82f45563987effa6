package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Apicurio Registry, which answers Confluent's API and keeps schemas in a database file of its own.
 */
final class SchemaRegistryServer implements Component {
  private static final int NON_HEAP_MEBIBYTES = 250;

  private final Folders folders;
  private final Settings settings;
  private final Values values;
  private final Rest rest;

  SchemaRegistryServer(Folders folders, Settings settings, Values values, Endpoints endpoints) {
    this.folders = requireNonNull(folders);
    this.settings = requireNonNull(settings);
    this.values = requireNonNull(values);
    this.rest = new Rest(endpoints.schemaRegistry());
  }

  @Override
  public String name() {
    return "schema-registry";
  }

  @Override
  public Map<String, Integer> ports() {
    return Map.of("schema-registry.port", settings.port("schema-registry.port"));
  }

  @Override
  public Reserve reserve() {
    return new Reserve(
        "schema-registry.heap", settings.size("schema-registry.heap").plus(NON_HEAP_MEBIBYTES));
  }

  @Override
  public String marker() {
    return "@" + arguments();
  }

  private Path arguments() {
    return folders.conf().resolve("schema-registry.arguments");
  }

  @Override
  public Launch prepare() {
    Path properties = folders.conf().resolve("registry.properties");
    values.render("registry.properties", properties);
    List<String> words = new ArrayList<>();
    words.add("-Xmx" + settings.size("schema-registry.heap"));
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.addAll(settings.words("schema-registry.jvm-options"));
    words.add("-Dsmallrye.config.locations=" + properties.toUri());
    words.add("-jar");
    words.add(jar().toString());
    return new Launch(JavaCommand.of(arguments(), words), Map.of(), log(), "TERM", 0, marker());
  }

  private Path jar() {
    Path folder = folders.local().resolve("schema-registry/target/registry");
    Built.require(folder, folders);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(() -> new StackException("no *-runner.jar in " + folders.shown(folder)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean ready() {
    return rest.get("/subjects").isPresent();
  }

  @Override
  public Path log() {
    return folders.logs().resolve("schema-registry.log");
  }

  @Override
  public List<String> settings() {
    return List.of("schema-registry.heap", "schema-registry.jvm-options", "schema-registry.port");
  }
}
