package dev.millrace.common.contract;

import dev.millrace.common.job.ClientConfigFile;
import dev.millrace.common.job.RegistryOptions;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Opens a registry where it is needed: in the program that submits a job, and in each of its tasks.
 */
@FunctionalInterface
public interface SchemaRegistryFactory extends Serializable {

  SchemaRegistry open();

  /** The registry at the address in the options, behind the cache on disk if there is one. */
  static SchemaRegistryFactory of(RegistryOptions options) {
    // What travels with the job must be serializable, and an Optional is not.
    String url = options.url();
    Duration timeout = options.timeout();
    ClientConfigFile file = options.clientConfig().orElse(null);
    String cache = options.cacheDirectory().orElse(null);
    return () -> {
      Map<String, String> settings = file == null ? Map.of() : file.settings();
      SchemaRegistry registry = new ConfluentSchemaRegistry(url, timeout, settings);
      return cache == null ? registry : new DiskCachedSchemaRegistry(registry, Path.of(cache));
    };
  }
}
