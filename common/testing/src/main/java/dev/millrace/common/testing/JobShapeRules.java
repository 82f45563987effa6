package dev.millrace.common.testing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Date;
import java.util.Set;

/**
 * The shape that every job has: who may import whom, and where a clock may be read. A job holds
 * itself to all of it with a test of its own:
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "dev.millrace.fraud", importOptions = ImportOption.DoNotIncludeTests.class)
 * class FraudScoringShapeTest {
 *   @ArchTest static final ArchTests SHAPE = ArchTests.in(JobShapeRules.class);
 * }
 * }</pre>
 *
 * <p>A rule about classes that a job does not have, such as a domain, holds.
 */
public final class JobShapeRules {

  private static final String DOMAIN = "..domain..";
  private static final String OPERATOR = "..operator..";

  private static final DescribedPredicate<JavaClass> JDK =
      resideInAPackage("java..").or(primitives());

  private static final DescribedPredicate<JavaClass> GENERATED_RECORDS =
      resideInAnyPackage(
              "dev.millrace.payments",
              "dev.millrace.shop",
              "dev.millrace.supply",
              "dev.millrace.suite")
          .or(resideInAPackage("org.apache.avro.specific"));

  private static final DescribedPredicate<JavaClass> CONNECTORS =
      resideInAnyPackage("org.apache.flink.connector..", "org.apache.kafka..", "org.postgresql..")
          .or(named("dev.millrace.common.ingest.KafkaIngest"))
          .or(named("dev.millrace.common.ingest.DeadLetterSink"))
          .or(named("dev.millrace.common.contract.AvroKafkaSink"))
          .or(named("dev.millrace.common.delivery.PostgresSink"));

  private static final DescribedPredicate<JavaClass> FLINK_AND_COMMON =
      resideInAnyPackage("org.apache.flink..", "dev.millrace.common..", "org.slf4j..")
          .and(not(CONNECTORS));

  private static final Set<String> CLOCK_METHODS = Set.of("currentTimeMillis", "nanoTime");

  /** The domain can be called, tested and reasoned about without Flink. */
  @ArchTest
  public static final ArchRule DOMAIN_IS_PURE =
      classes()
          .that()
          .resideInAPackage(DOMAIN)
          .should()
          .onlyDependOnClassesThat(JDK.or(GENERATED_RECORDS).or(resideInAPackage(DOMAIN)))
          .because("the domain is a function of its arguments: JDK and generated records only")
          .allowEmptyShould(true);

  /** An operator loads state, asks the domain, stores and emits. */
  @ArchTest
  public static final ArchRule OPERATORS_KNOW_NO_CONNECTOR =
      classes()
          .that()
          .resideInAPackage(OPERATOR)
          .should()
          .onlyDependOnClassesThat(
              JDK.or(GENERATED_RECORDS)
                  .or(FLINK_AND_COMMON)
                  .or(resideInAnyPackage(DOMAIN, OPERATOR)))
          .because("operators depend on the domain, on common and on Flink")
          .allowEmptyShould(true);

  /** A topology is a function of streams, so that a test passes collections and a job Kafka. */
  @ArchTest
  public static final ArchRule TOPOLOGIES_KNOW_NO_CONNECTOR =
      classes()
          .that(outermostEndsWith("Topology"))
          .should()
          .onlyDependOnClassesThat(
              JDK.or(GENERATED_RECORDS)
                  .or(FLINK_AND_COMMON)
                  .or(resideInAnyPackage(DOMAIN, OPERATOR))
                  .or(outermostEndsWith("Topology"))
                  .or(outermostEndsWith("Options")))
          .because("a topology depends on operators, the domain and its options")
          .allowEmptyShould(true);

  /** Main wires everything and is wired into nothing. */
  @ArchTest
  public static final ArchRule NOBODY_DEPENDS_ON_A_JOB =
      noClasses()
          .that(not(outermostEndsWith("Job")))
          .should()
          .dependOnClassesThat(outermostEndsWith("Job"))
          .because("a job's main class is its outermost layer")
          .allowEmptyShould(true);

  /** Time is a parameter: a replay decides what the first run decided. */
  @ArchTest
  public static final ArchRule NO_CLOCK_IN_OPERATORS_AND_DOMAIN =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN, OPERATOR)
          .should()
          .accessTargetWhere(readsTheClock())
          .because("time comes with the event or from context.timerService()")
          .allowEmptyShould(true);

  /** Subtasks share a JVM, and a restart keeps its classes. */
  @ArchTest
  public static final ArchRule NO_MUTABLE_STATICS =
      fields()
          .that()
          .areStatic()
          .should()
          .beFinal()
          .because("subtasks share a JVM: what changes belongs into state")
          .allowEmptyShould(true);

  private JobShapeRules() {}

  private static DescribedPredicate<JavaClass> named(String name) {
    return DescribedPredicate.describe(name, type -> outermost(type).getFullName().equals(name));
  }

  private static DescribedPredicate<JavaClass> outermostEndsWith(String suffix) {
    return DescribedPredicate.describe(
        "classes named *" + suffix, type -> outermost(type).getSimpleName().endsWith(suffix));
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass result = type.getBaseComponentType();
    while (result.getEnclosingClass().isPresent()) {
      result = result.getEnclosingClass().get();
    }
    return result;
  }

  private static DescribedPredicate<JavaClass> primitives() {
    return DescribedPredicate.describe(
        "primitives and arrays of JDK types",
        type ->
            type.getBaseComponentType().isPrimitive()
                || (type.isArray()
                    && type.getBaseComponentType().getPackageName().startsWith("java.")));
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
    return DescribedPredicate.describe(
        "the machine's clock",
        access -> {
          JavaClass owner = access.getTargetOwner();
          String method = access.getName();
          return (owner.isEquivalentTo(System.class) && CLOCK_METHODS.contains(method))
              || (owner.getPackageName().startsWith("java.time") && method.equals("now"))
              || (owner.isEquivalentTo(Clock.class) && method.startsWith("system"))
              || (owner.isEquivalentTo(Date.class)
                  && access.getTarget().getFullName().equals("java.util.Date.<init>()"));
        });
  }
}
