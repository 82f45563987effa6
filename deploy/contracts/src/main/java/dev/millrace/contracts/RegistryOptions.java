package dev.millrace.contracts;

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

  Subjects connect() throws ToolException {
    return Subjects.at(url == null ? Stack.endpoint("schema-registry.url") : url);
  }

  LocalSchemas local() throws ToolException {
    return LocalSchemas.in(folder());
  }

  List<Topic> topics() throws ToolException {
    return new TopicsFile(folder()).read();
  }

  private Path folder() throws ToolException {
    return schemas == null ? Stack.schemas() : schemas;
  }
}
