package dev.millrace.fraud;

import dev.millrace.common.testing.JobJar;
import dev.millrace.common.testing.JobJarRules;

class JobJarITCase implements JobJarRules {
  @Override
  public JobJar jar() {
    return JobJar.ofModule("millrace-fraud-scoring");
  }

  @Override
  public Class<?> job() {
    return FraudScoringJob.class;
  }
}
