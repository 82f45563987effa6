package dev.millrace.console;

import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Something large that tasks of a Flink within this process share with who started them: it stays
 * where it is, and its name travels.
 */
public final class InProcess<T> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Object> SHARED = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();

  /** Shares a value until this is closed. */
  public InProcess(T value) {
    SHARED.put(name, value);
  }

  /** What is shared. */
  @SuppressWarnings("unchecked") // put there by the constructor
  public T value() {
    return (T) SHARED.get(name);
  }

  @Override
  public void close() {
    SHARED.remove(name);
  }
}
