package dev.millrace.frauddesk;

import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules check}: are these files rules that the job would take. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Says what is wrong with rule files, YAML or JSON. Needs no stack.")
final class CheckRulesCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "a rule each")
  private List<Path> files;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    int wrong = 0;
    for (Path file : files) {
      RuleFile.Reading reading = RuleFile.read(file, Rules.ofTheJob(), Clock.systemUTC().instant());
      if (reading.complaints().isEmpty()) {
        out.printf("%s: ok%n", file);
      } else {
        wrong++;
        reading.complaints().forEach(out::println);
      }
    }
    out.flush();
    if (wrong > 0) {
      throw new ToolException("%d of %d files are refused".formatted(wrong, files.size()));
    }
    return 0;
  }
}
