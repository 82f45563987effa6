package dev.millrace.common.testing.stream;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Travels to the tasks of a job in the same JVM, and is the same object there.
 *
 * @param <T> what travels
 */
public final class SameJvm<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Map<String, Object> VALUES = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();

  private SameJvm() {}

  /** A handle to a value. */
  public static <T> SameJvm<T> of(T value) {
    SameJvm<T> handle = new SameJvm<>();
    VALUES.put(handle.name, requireNonNull(value));
    return handle;
  }

  /** The value itself. */
  @SuppressWarnings("unchecked") // under this name is what it was made of
  public T value() {
    return (T) VALUES.get(name);
  }
}
