package dev.millrace.frauddesk;

import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether the job would take what is in files. */
abstract class CheckCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "one each")
  private List<Path> files;

  @Spec private CommandSpec spec;

  /** What is wrong with a file, one line each; none if the job takes it. */
  abstract List<String> complaints(Path file, Instant now);

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    int wrong = 0;
    for (Path file : files) {
      List<String> complaints = complaints(file, Clock.systemUTC().instant());
      if (complaints.isEmpty()) {
        out.printf("%s: ok%n", file);
      } else {
        wrong++;
        complaints.forEach(out::println);
      }
    }
    out.flush();
    if (wrong > 0) {
      throw new ToolException("%d of %d files are refused".formatted(wrong, files.size()));
    }
    return 0;
  }
}
