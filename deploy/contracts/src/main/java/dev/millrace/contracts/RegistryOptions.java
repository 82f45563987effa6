package dev.millrace.contracts;

import dev.millrace.console.StackState;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the schemas are and where the registry is. */
final class RegistryOptions {
  @Option(
      names = "--registry-url",
      paramLabel = "URL",
      description =
          "base address of the Confluent API; default: schema-registry.url of the running stack")
  private String url;

  @Option(
      names = "--schemas",
      paramLabel = "FOLDER",
      description = "holds topics.yaml and RECORD/vN.avsc; default: schemas")
  private Path schemas;

  Subjects connect() {
    return Subjects.at(
        url == null ? StackState.ofThisProcess().endpoint("schema-registry.url") : url);
  }

  LocalSchemas local() {
    return LocalSchemas.in(folder());
  }

  List<Topic> topics() {
    return new TopicsFile(folder()).read();
  }

  private Path folder() {
    return schemas == null ? SuiteFolder.schemas() : schemas;
  }
}
