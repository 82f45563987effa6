package dev.millrace.simulator;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Signals that ask the process to end, each time that one comes: Java's own handling hears of the
 * first alone. By reflection, as the compiler warns of every use of the classes that it takes. A
 * Java without them goes on as it would.
 */
final class Signals implements AutoCloseable {
  private final String name;
  private final Object before;

  private Signals(String name, Object before) {
    this.name = requireNonNull(name);
    this.before = before;
  }

  /**
   * Hears of a signal from now on, instead of who heard of it before. One that the process was
   * started to ignore is ignored.
   *
   * @param name without SIG, such as {@code TERM}
   * @param heard takes the signal's number, each time on a thread of its own
   */
  static Signals hear(String name, IntConsumer heard) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object hearing =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  heard.accept((int) signal().getMethod("getNumber").invoke(arguments[0]));
                }
                return null;
              });
      return new Signals(name, handle(name, hearing));
    } catch (ReflectiveOperationException e) {
      return new Signals(name, null);
    }
  }

  private static Object handle(String name, Object handler) throws ReflectiveOperationException {
    return signal()
        .getMethod("handle", signal(), Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal().getConstructor(String.class).newInstance(name), handler);
  }

  private static Class<?> signal() throws ClassNotFoundException {
    return Class.forName("sun.misc.Signal");
  }

  /** Whoever heard of it before does so again. */
  @Override
  public void close() {
    if (before == null) {
      return;
    }
    try {
      handle(name, before);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("SIG%s cannot be given back".formatted(name), e);
    }
  }
}
