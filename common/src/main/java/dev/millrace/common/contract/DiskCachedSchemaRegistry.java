package dev.millrace.common.contract;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what another registry answered as files, one for each schema, so that a process that starts
 * while the registry is away still knows every id it has met. Ids never change their meaning,
 * therefore nothing here expires.
 *
 * <p>A cache that cannot be read or written is a warning, never a failure: the registry is still
 * there to be asked.
 */
public final class DiskCachedSchemaRegistry implements SchemaRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(DiskCachedSchemaRegistry.class);

  private final SchemaRegistry registry;
  private final Path directory;

  /**
   * A cache in front of a registry.
   *
   * @param registry who is asked for what is not in the cache
   * @param directory where the files are; made if it does not exist. One directory belongs to one
   *     registry
   */
  public DiskCachedSchemaRegistry(SchemaRegistry registry, Path directory) {
    this.registry = requireNonNull(registry);
    this.directory = requireNonNull(directory);
  }

  @Override
  public Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException {
    Path file = directory.resolve("id-" + id + ".avsc");
    if (Files.isReadable(file)) {
      try {
        // As the registry's client reads it: a writer's bad default harms no reader.
        return new Schema.Parser().setValidateDefaults(false).parse(Files.readString(file));
      } catch (IOException | RuntimeException e) {
        LOG.warn("Schema cache file {} is not usable, asking the registry", file, e);
      }
    }
    Schema schema = registry.byId(id);
    write(file, schema.toString());
    return schema;
  }

  @Override
  public int idOf(String subject, Schema schema)
      throws UnknownSchemaException, RegistryUnavailableException {
    // The name alone does not tell versions apart; the text of the schema does.
    UUID text = UUID.nameUUIDFromBytes(schema.toString().getBytes(StandardCharsets.UTF_8));
    Path file = directory.resolve("subject-" + subject + "-" + text);
    try {
      int id = registry.idOf(subject, schema);
      write(file, Integer.toString(id));
      return id;
    } catch (RegistryUnavailableException e) {
      if (!Files.isReadable(file)) {
        throw e;
      }
      return cachedId(file, e);
    }
  }

  private static int cachedId(Path file, RegistryUnavailableException outage)
      throws RegistryUnavailableException {
    try {
      int id = Integer.parseInt(Files.readString(file).strip());
      LOG.warn("Using schema id {} from {}: {}", id, file, outage.getMessage());
      return id;
    } catch (IOException | NumberFormatException e) {
      outage.addSuppressed(e);
      throw outage;
    }
  }

  /** Written beside and moved into place: subtasks of one machine share the directory. */
  private void write(Path file, String text) {
    try {
      Files.createDirectories(directory);
      Path beside = Files.createTempFile(directory, "new", ".tmp");
      try {
        Files.writeString(beside, text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      LOG.warn("Cannot keep a schema in {}; it will be asked for again after a restart", file, e);
    }
  }
}
