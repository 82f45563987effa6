package dev.millrace.common.contract;

import dev.millrace.common.job.RegistryOptions;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * Opens a registry where it is needed: in the program that submits a job, and in each of its tasks.
 */
@FunctionalInterface
public interface SchemaRegistryFactory extends Serializable {

  SchemaRegistry open();

  /** The registry at the address in the options, behind the cache on disk if there is one. */
  static SchemaRegistryFactory of(RegistryOptions options) {
    return () -> {
      SchemaRegistry registry = new ConfluentSchemaRegistry(options.url(), options.timeout());
      return options
          .cacheDirectory()
          .<SchemaRegistry>map(
              directory -> new DiskCachedSchemaRegistry(registry, Path.of(directory)))
          .orElse(registry);
    };
  }
}
