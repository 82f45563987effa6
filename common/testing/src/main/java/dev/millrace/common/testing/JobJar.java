package dev.millrace.common.testing;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The jar that a job is submitted as. */
public final class JobJar {
  private static final String SERVICES = "META-INF/services/";

  private final Path path;
  private final Set<String> entries;

  private JobJar(Path path, Set<String> entries) {
    this.path = requireNonNull(path);
    this.entries = requireNonNull(entries);
  }

  /**
   * The jar that the module under test was packaged into.
   *
   * @throws IllegalStateException if there is not just one
   */
  public static JobJar ofModule(String artifact) {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> jars =
          files
              .filter(file -> file.getFileName().toString().matches(artifact + "-[^/]*\\.jar"))
              .toList();
      if (jars.size() != 1) {
        throw new IllegalStateException(
            "target must hold one %s-VERSION.jar, found %s: run mvn package"
                .formatted(artifact, jars));
      }
      return new JobJar(jars.get(0), entriesOf(jars.get(0)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of all files in the jar. */
  public Set<String> entries() {
    return entries;
  }

  /** The class that the cluster starts. */
  public String mainClass() throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      return jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
    }
  }

  /** The providers that the jar names for a service, in their order. */
  public List<String> providers(String service) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      ZipEntry entry = jar.getEntry(SERVICES + service);
      if (entry == null) {
        return List.of();
      }
      String text = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  /**
   * The version of a library whose classes are in the jar.
   *
   * @throws IllegalStateException if the jar does not say so
   */
  public String versionOf(String group, String artifact) throws IOException {
    String name = "META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
    try (JarFile jar = new JarFile(path.toFile())) {
      ZipEntry entry = jar.getEntry(name);
      if (entry == null) {
        throw new IllegalStateException("%s has no %s".formatted(path, name));
      }
      Properties properties = new Properties();
      properties.load(jar.getInputStream(entry));
      return properties.getProperty("version");
    }
  }

  /** Classes of the jar that lie below one of these packages. */
  public Set<String> classesBelow(String... packages) {
    return classes().stream()
        .filter(name -> Arrays.stream(packages).anyMatch(name::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Classes of Flink in the jar, apart from those below these packages. */
  public Set<String> flinkClassesOutside(String... packages) {
    Set<String> classes = classesBelow("org.apache.flink.");
    classes.removeIf(name -> Arrays.stream(packages).anyMatch(name::startsWith));
    return classes;
  }

  /**
   * Classes that the jar and a cluster's own jars both hold: which of the two a job would meet
   * depends on the order of class loading.
   *
   * @param clusterJars starts of the names of the cluster's jars on this class path
   * @throws IllegalStateException if one of them is not on this class path
   */
  public Set<String> classesAlsoIn(String... clusterJars) throws IOException {
    Set<String> shared = new TreeSet<>();
    for (String prefix : clusterJars) {
      for (Path jar : onClassPath(prefix)) {
        shared.addAll(entriesOf(jar));
      }
    }
    shared.retainAll(entries);
    shared.removeIf(name -> !isClass(name));
    return shared;
  }

  private Set<String> classes() {
    return entries.stream()
        .filter(JobJar::isClass)
        .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isClass(String entry) {
    return entry.endsWith(".class") && !entry.startsWith("META-INF/");
  }

  private static List<Path> onClassPath(String prefix) {
    List<Path> jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(jar -> jar.getFileName().toString().matches(prefix + "-[0-9][^/]*\\.jar"))
            .toList();
    if (jars.isEmpty()) {
      throw new IllegalStateException("no jar %s-VERSION.jar on the class path".formatted(prefix));
    }
    return jars;
  }

  private static Set<String> entriesOf(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      return jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
