package dev.millrace.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class JobShapeRulesTest {
  private static final JavaClasses BAD_JOB =
      new ClassFileImporter().importPackages("dev.millrace.common.testing.badjob");

  @Test
  void aDomainThatKnowsFlinkIsFound() {
    assertViolation(
        JobShapeRules.DOMAIN_IS_PURE, "Impure.ageSeconds", "org.apache.flink.util.Preconditions");
  }

  @Test
  void anOperatorThatKnowsAConnectorIsFound() {
    assertViolation(
        JobShapeRules.OPERATORS_KNOW_NO_CONNECTOR,
        "Connected.write",
        "dev.millrace.common.contract.AvroKafkaSink");
  }

  @Test
  void aTopologyThatKnowsAConnectorIsFound() {
    assertViolation(
        JobShapeRules.TOPOLOGIES_KNOW_NO_CONNECTOR,
        "BadTopology.build",
        "org.apache.kafka.clients.consumer.ConsumerRecord");
  }

  @Test
  void aClassThatDependsOnTheJobIsFound() {
    assertViolation(JobShapeRules.NOBODY_DEPENDS_ON_A_JOB, "BadTopology.build", "BadJob.name()");
  }

  @Test
  void clocksAreFoundInDomainAndOperators() {
    assertViolation(
        JobShapeRules.NO_CLOCK_IN_OPERATORS_AND_DOMAIN, "Impure.ageSeconds", "Instant.now()");
    assertViolation(
        JobShapeRules.NO_CLOCK_IN_OPERATORS_AND_DOMAIN, "Connected.write", "currentTimeMillis()");
  }

  @Test
  void aStaticFieldThatChangesIsFoundAndAConstantIsNot() {
    assertViolation(
        JobShapeRules.NO_MUTABLE_STATICS, "BadTopology.runs", "does not have modifier FINAL");
    assertThat(JobShapeRules.NO_MUTABLE_STATICS.evaluate(BAD_JOB).getFailureReport().toString())
        .doesNotContain("BadJob.NAME");
  }

  private static void assertViolation(ArchRule rule, String... texts) {
    assertThat(rule.evaluate(BAD_JOB).getFailureReport().getDetails())
        .anySatisfy(detail -> assertThat(detail).contains(texts));
  }
}
