package dev.millrace.common.state;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles a class from text into a class loader of its own, so that a test can hold two versions
 * of one class as two builds of a job do.
 */
final class ShapeCompiler {
  private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

  private ShapeCompiler() {}

  /**
   * The class in a source text.
   *
   * @param name full name of the class
   * @throws IllegalArgumentException with the compiler's words if it does not compile
   */
  static Class<?> compile(String name, String source) {
    StringWriter complaints = new StringWriter();
    try (Memory memory = new Memory(JAVAC.getStandardFileManager(null, null, null))) {
      boolean compiled =
          JAVAC
              .getTask(
                  complaints,
                  memory,
                  null,
                  List.of("-proc:none"),
                  null,
                  List.of(text(name, source)))
              .call();
      if (!compiled) {
        throw new IllegalArgumentException(complaints.toString());
      }
      return new Loader(memory.classes()).loadClass(name);
    } catch (java.io.IOException | ClassNotFoundException e) {
      throw new IllegalArgumentException("no class %s in the text".formatted(name), e);
    }
  }

  private static JavaFileObject text(String name, String source) {
    return new SimpleJavaFileObject(
        URI.create("text:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  /** Where the compiler puts what it makes. */
  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> files = new HashMap<>();

    Memory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          files.put(name, bytes);
          return bytes;
        }
      };
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new HashMap<>();
      files.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(ShapeCompiler.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
