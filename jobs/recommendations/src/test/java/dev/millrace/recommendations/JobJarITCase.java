package dev.millrace.recommendations;

import dev.millrace.common.testing.JobJar;
import dev.millrace.common.testing.JobJarRules;

class JobJarITCase implements JobJarRules {
  @Override
  public JobJar jar() {
    return JobJar.ofModule("millrace-recommendations");
  }

  @Override
  public Class<?> job() {
    return RecommendationsJob.class;
  }
}
