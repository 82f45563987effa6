package dev.millrace.common.testing;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.contract.UnknownSchemaException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/**
 * A registry in memory that a test can take down and bring up again. Thread-safe, because operators
 * ask on threads of their own.
 */
public final class FakeSchemaRegistry implements SchemaRegistry {

  /** What {@link #factory} travels without: it is serialized into a job, a registry cannot be. */
  private static final Map<String, FakeSchemaRegistry> OPENED = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  private final Set<Integer> silent = ConcurrentHashMap.newKeySet();
  private volatile boolean down;

  /** A registry that is up and knows this schema under this id, under every subject. */
  public static FakeSchemaRegistry of(int id, Schema schema) {
    return new FakeSchemaRegistry().with(id, schema);
  }

  /** From now on this schema has this id, under every subject. */
  public FakeSchemaRegistry with(int id, Schema schema) {
    schemas.put(id, requireNonNull(schema));
    return this;
  }

  /** From now on the registry gives no answer. */
  public void down() {
    down = true;
  }

  /** From now on the registry answers. */
  public void up() {
    down = false;
  }

  /** From now on who asks for this id waits, until it is interrupted. */
  public void silentAbout(int id) {
    silent.add(id);
  }

  /** How often it was asked, answered or not. */
  public int questions() {
    return questions.get();
  }

  /** Opens this same registry wherever the factory travels to within this JVM. */
  public SchemaRegistryFactory factory() {
    OPENED.put(name, this);
    String key = name;
    return () -> OPENED.get(key);
  }

  @Override
  public Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException {
    ask();
    if (silent.contains(id)) {
      awaitInterruption();
    }
    Schema schema = schemas.get(id);
    if (schema == null) {
      throw new UnknownSchemaException("the registry has no schema with id " + id);
    }
    return schema;
  }

  @Override
  public int idOf(String subject, Schema schema)
      throws UnknownSchemaException, RegistryUnavailableException {
    ask();
    return schemas.entrySet().stream()
        .filter(entry -> entry.getValue().equals(schema))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownSchemaException(
                    "subject %s has no version equal to this %s"
                        .formatted(subject, schema.getFullName())));
  }

  private static void awaitInterruption() throws RegistryUnavailableException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException("the registry gave no answer", e);
    }
  }

  private void ask() throws RegistryUnavailableException {
    questions.incrementAndGet();
    if (down) {
      throw new RegistryUnavailableException(
          "the registry is down", new IOException("connection refused"));
    }
  }
}
