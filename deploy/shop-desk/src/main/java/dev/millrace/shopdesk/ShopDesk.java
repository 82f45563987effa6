package dev.millrace.shopdesk;

import dev.millrace.console.FailureLine;
import dev.millrace.console.UsageLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What a shop team works with. */
@Command(
    name = "shop-desk",
    mixinStandardHelpOptions = true,
    description = "How good recommendations are.",
    subcommands = {EvaluateCommand.class, DesignsCommand.class})
public final class ShopDesk {
  private ShopDesk() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new ShopDesk())
        .setExecutionExceptionHandler(FailureLine.of("evaluate"))
        .setParameterExceptionHandler(new UsageLine());
  }
}
