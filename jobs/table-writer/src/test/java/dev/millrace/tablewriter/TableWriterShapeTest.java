package dev.millrace.tablewriter;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.millrace.common.testing.JobShapeRules;

@AnalyzeClasses(
    packages = "dev.millrace.tablewriter",
    importOptions = ImportOption.DoNotIncludeTests.class)
class TableWriterShapeTest {
  @ArchTest static final ArchTests SHAPE = ArchTests.in(JobShapeRules.class);
}
