package dev.millrace.supplychain;

import dev.millrace.common.testing.JobJar;
import dev.millrace.common.testing.JobJarRules;

class JobJarITCase implements JobJarRules {
  @Override
  public JobJar jar() {
    return JobJar.ofModule("millrace-supply-chain-alerts");
  }

  @Override
  public Class<?> job() {
    return SupplyChainAlertsJob.class;
  }
}
