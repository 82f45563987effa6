package dev.millrace.simulator.delivery;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads ahead on a thread of its own, so that reading and encoding never delay sending. For one
 * consuming thread. What the source throws, {@link #hasNext} throws.
 */
public final class Prefetch<T> implements Iterator<T>, AutoCloseable {
  private static final int CHUNK = 256;
  // More would only give the garbage collector more to copy.
  private static final int CHUNKS = 32;

  private final BlockingQueue<Chunk<T>> chunks = new ArrayBlockingQueue<>(CHUNKS);
  private final Thread thread;
  private Iterator<T> current = List.<T>of().iterator();
  private boolean atEnd;

  private record Chunk<T>(List<T> items, RuntimeException failure) {
    boolean last() {
      return failure != null || items.size() < CHUNK;
    }
  }

  /** Starts to read ahead; {@link #close} ends it. */
  public Prefetch(Iterator<T> source) {
    this.thread = new Thread(() -> readAhead(source), "read-ahead");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext()) {
      if (atEnd) {
        return false;
      }
      Chunk<T> chunk;
      try {
        chunk = chunks.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      atEnd = chunk.last();
      if (chunk.failure() != null) {
        throw chunk.failure();
      }
      current = chunk.items().iterator();
    }
    return true;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the source has no more");
    }
    return current.next();
  }

  /** Ends reading ahead; after it the source is no longer used. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readAhead(Iterator<T> source) {
    try {
      boolean last = false;
      while (!last) {
        Chunk<T> chunk = chunkOf(source);
        chunks.put(chunk);
        last = chunk.last();
      }
    } catch (InterruptedException e) {
      // Closed: nobody waits for more.
      Thread.currentThread().interrupt();
    }
  }

  private static <T> Chunk<T> chunkOf(Iterator<T> source) {
    List<T> items = new ArrayList<>(CHUNK);
    try {
      while (items.size() < CHUNK && source.hasNext()) {
        items.add(source.next());
      }
      return new Chunk<>(items, null);
    } catch (RuntimeException e) {
      return new Chunk<>(List.of(), e);
    }
  }
}
