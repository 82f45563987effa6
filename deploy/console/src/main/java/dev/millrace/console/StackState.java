package dev.millrace.console;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The folder in which the local stack leaves its addresses and passwords.
 *
 * @param folder holds {@code endpoints.properties} and {@code secrets/}
 */
public record StackState(Path folder) {
  public StackState {
    requireNonNull(folder);
  }

  /**
   * The folder named by the system property {@code millrace.state}.
   *
   * @throws ToolException if the property is not set
   */
  public static StackState ofThisProcess() {
    String folder = System.getProperty("millrace.state");
    if (folder == null) {
      throw new ToolException(
          "system property millrace.state is not set: it names the stack's state folder");
    }
    return new StackState(Path.of(folder));
  }

  /**
   * An address of the stack, for example of {@code database.url}.
   *
   * @throws ToolException if the stack has left no such address
   */
  public String endpoint(String key) {
    try {
      return findEndpoint(key)
          .orElseThrow(
              () ->
                  new ToolException(
                      "%s has no %s: scripts/up writes it".formatted(endpoints(), key)));
    } catch (IOException e) {
      throw new ToolException(
          "cannot read %s: is the stack up? scripts/up starts it".formatted(endpoints()), e);
    }
  }

  /**
   * An address of the stack, for callers that have their own words for its absence. Empty if the
   * file of addresses lacks it.
   *
   * @throws IOException if the file of addresses cannot be read
   */
  public Optional<String> findEndpoint(String key) throws IOException {
    Properties endpoints = new Properties();
    try (Reader reader = Files.newBufferedReader(endpoints())) {
      endpoints.load(reader);
    }
    return Optional.ofNullable(endpoints.getProperty(key))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** The file of addresses. {@code scripts/up} writes it when all is ready. */
  public Path endpoints() {
    return folder.resolve("endpoints.properties");
  }

  /** The folder of passwords. */
  public Path secrets() {
    return folder.resolve("secrets");
  }
}
