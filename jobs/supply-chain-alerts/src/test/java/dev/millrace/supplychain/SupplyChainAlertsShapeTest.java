package dev.millrace.supplychain;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.millrace.common.testing.JobShapeRules;

@AnalyzeClasses(
    packages = "dev.millrace.supplychain",
    importOptions = ImportOption.DoNotIncludeTests.class)
class SupplyChainAlertsShapeTest {
  @ArchTest static final ArchTests SHAPE = ArchTests.in(JobShapeRules.class);
}
