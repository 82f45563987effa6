package dev.millrace.supplydesk;

import dev.millrace.console.InProcess;
import java.util.List;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** Elements of a list, by their number. */
final class Replayed<T> implements GeneratorFunction<Long, T> {
  private static final long serialVersionUID = 1L;

  private final InProcess<List<T>> elements;

  Replayed(InProcess<List<T>> elements) {
    this.elements = elements;
  }

  @Override
  public T map(Long number) {
    return elements.value().get(number.intValue());
  }
}
