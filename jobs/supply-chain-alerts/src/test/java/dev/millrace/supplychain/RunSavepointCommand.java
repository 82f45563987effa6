package dev.millrace.supplychain;

import dev.millrace.common.testing.savepoint.RehearsedJob;
import dev.millrace.common.testing.savepoint.SavepointCommand;

class RunSavepointCommand implements SavepointCommand {
  @Override
  public RehearsedJob job() {
    return new RehearsedSupplyChainAlerts();
  }
}
