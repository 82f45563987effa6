package dev.millrace.tablewriter;

import dev.millrace.common.testing.JobJar;
import dev.millrace.common.testing.JobJarRules;

class JobJarITCase implements JobJarRules {
  @Override
  public JobJar jar() {
    return JobJar.ofModule("millrace-table-writer");
  }

  @Override
  public Class<?> job() {
    return TableWriterJob.class;
  }
}
