package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold before anything is started. */
final class Preconditions {
  private static final int JAVA = 17;

  private final Stack stack;

  Preconditions(Stack stack) {
    this.stack = requireNonNull(stack);
  }

  /** Fails with every reason why the components could not start. */
  void check(List<Component> starting) {
    if (Runtime.version().feature() < JAVA) {
      throw new StackException(
          "Java %d or newer is needed, this is %s".formatted(JAVA, Runtime.version()));
    }
    List<String> problems = new ArrayList<>();
    for (Component component : starting) {
      component.ports().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .filter(port -> !Ports.free(port.getValue()))
          .forEach(port -> problems.add(taken(port.getKey(), port.getValue())));
    }
    MachineMemory.available()
        .flatMap(available -> tooLittle(starting, available))
        .ifPresent(problems::add);
    if (!problems.isEmpty()) {
      throw new StackException(String.join(System.lineSeparator(), problems));
    }
  }

  private String taken(String setting, int port) {
    String holder =
        Ports.holder(port)
            .map(process -> "pid %d (%s)".formatted(process.pid(), shortened(process)))
            .orElse("another process");
    return "port %d is taken by %s; free it, or change %s in %s"
        .formatted(port, holder, setting, place(setting));
  }

  private static String shortened(LocalProcess process) {
    String line = process.commandLine();
    return line.length() <= 80 ? line : line.substring(0, 76) + " ...";
  }

  Optional<String> tooLittle(List<Component> starting, Size available) {
    int needed =
        starting.stream().mapToInt(component -> component.reserve().size().mebibytes()).sum();
    if (needed <= available.mebibytes()) {
      return Optional.empty();
    }
    Component.Reserve largest =
        starting.stream()
            .map(Component::reserve)
            .max(Comparator.comparingInt(reserve -> reserve.size().mebibytes()))
            .orElseThrow();
    return Optional.of(
        "%d MB of memory are available and %d MB may be needed; free some, or lower %s (%s) in %s"
            .formatted(
                available.mebibytes(),
                needed,
                largest.setting(),
                largest.size(),
                place(largest.setting())));
  }

  private String place(String setting) {
    return stack.folders().shown(stack.settings().origin(setting));
  }
}
