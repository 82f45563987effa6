package dev.millrace.contracts;

import dev.millrace.console.ToolException;
import java.nio.file.Path;

/** Where this process finds the suite's files. */
final class SuiteFolder {
  private SuiteFolder() {}

  /** The folder of topics and schemas. */
  static Path schemas() {
    String root = System.getProperty("millrace.root");
    if (root == null) {
      throw new ToolException("system property millrace.root is not set");
    }
    return Path.of(root).resolve("schemas");
  }
}
