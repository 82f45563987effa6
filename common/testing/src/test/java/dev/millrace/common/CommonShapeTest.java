package dev.millrace.common;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom in common. */
@AnalyzeClasses(
    packages = "dev.millrace.common",
    importOptions = ImportOption.DoNotIncludeTests.class)
class CommonShapeTest {

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.millrace.common.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule JOB_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.millrace.common.job..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.millrace.common.contract..",
              "dev.millrace.common.delivery..",
              "dev.millrace.common.ingest..",
              "dev.millrace.common.observe..",
              "dev.millrace.common.quality..");

  @ArchTest
  static final ArchRule CONTRACT_KNOWS_NO_STEP =
      noClasses()
          .that()
          .resideInAPackage("dev.millrace.common.contract..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.millrace.common.delivery..",
              "dev.millrace.common.ingest..",
              "dev.millrace.common.quality..");

  @ArchTest
  static final ArchRule COMMON_KNOWS_NO_JOBS_RECORDS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.millrace.common.testing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.millrace.payments..", "dev.millrace.shop..", "dev.millrace.supply..");
}
