package dev.millrace.common.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.RecordType;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * One version of a type that is kept in state: what a build of a job knows of it.
 *
 * @param type how Flink serializes it
 * @param first makes the value that is stored
 * @param loader where its class lives, as a job's classes live in the loader of its jar
 */
record Shape<T>(TypeInformation<T> type, Function<Integer, T> first, ClassLoader loader) {
  private static final String PACKAGE = "dev.millrace.shapes";

  Shape {
    requireNonNull(type);
    requireNonNull(first);
    requireNonNull(loader);
  }

  /**
   * A Java record.
   *
   * @param components as they are declared
   * @param arguments of its constructor, as text in which {@code n} is an int
   */
  static Shape<?> ofRecord(String components, String arguments) {
    Class<?> type =
        compiled(
            "Visits",
            """
            public record Visits(%s) {
              public static final class First implements java.util.function.Function<Integer, Visits> {
                public Visits apply(Integer n) {
                  return new Visits(%s);
                }
              }
            }
            """
                .formatted(components, arguments));
    return of(type, TypeInformation.of(type));
  }

  /**
   * A record as Avro generates them, only shorter.
   *
   * @param fields as in a schema
   * @param values of the fields, as text in which {@code n} is an int
   */
  static Shape<?> ofAvro(String fields, String values) {
    Class<?> type =
        compiled(
            "Seen",
            """
            public final class Seen extends org.apache.avro.specific.SpecificRecordBase {
              public static final org.apache.avro.Schema SCHEMA$ = new org.apache.avro.Schema.Parser().parse(
                  \"""
                  {"type": "record", "name": "Seen", "namespace": "%s", "fields": [%s]}\""");

              public Object[] values = new Object[SCHEMA$.getFields().size()];

              public org.apache.avro.Schema getSchema() { return SCHEMA$; }
              public Object get(int field) { return values[field]; }
              public void put(int field, Object value) { values[field] = value; }

              public static final class First implements java.util.function.Function<Integer, Seen> {
                public Seen apply(Integer n) {
                  Object[] values = {%s};
                  Seen seen = new Seen();
                  for (int i = 0; i < values.length; i++) {
                    seen.put(i, values[i]);
                  }
                  return seen;
                }
              }
            }
            """
                .formatted(PACKAGE, fields, values));
    return of(type, new RecordType<>(type.asSubclass(SpecificRecordBase.class)));
  }

  private static Class<?> compiled(String name, String source) {
    return ShapeCompiler.compile(
        PACKAGE + "." + name, "package %s;%n%s".formatted(PACKAGE, source));
  }

  @SuppressWarnings("unchecked") // the text above says what First makes
  private static <T> Shape<T> of(Class<?> compiled, TypeInformation<T> type) {
    try {
      Function<Integer, T> first =
          (Function<Integer, T>)
              compiled
                  .getClassLoader()
                  .loadClass(compiled.getName() + "$First")
                  .getDeclaredConstructor()
                  .newInstance();
      return new Shape<>(type, first, compiled.getClassLoader());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot happen: the text above has this class", e);
    }
  }
}
