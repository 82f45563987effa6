package dev.millrace.recommendations.benchmarks;

import dev.millrace.console.Json;
import dev.millrace.recommendations.domain.BotRule;
import dev.millrace.recommendations.domain.Click;
import dev.millrace.recommendations.domain.Lesson;
import dev.millrace.recommendations.domain.Lessons;
import dev.millrace.recommendations.domain.Neighbours;
import dev.millrace.recommendations.domain.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataOutputSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recommendations-state}: how large the state of an item and of a session is. */
@Command(
    name = "recommendations-state",
    mixinStandardHelpOptions = true,
    description =
        "Bytes of state as a checkpoint holds them, without key and time of the last write; ids of items have 10 characters.")
final class StateCommand implements Callable<Integer> {
  private static final int CAPACITY = 100;
  private static final int TYPICAL_NEIGHBOURS = 50;
  private static final int TYPICAL_CLICKS = 5;
  private static final BotRule NO_BOTS = new BotRule(Session.MAX_CLICKS, 0);

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Map<String, Integer> bytes = new LinkedHashMap<>();
    bytes.put("item/typical", bytes(neighbours(TYPICAL_NEIGHBOURS)));
    bytes.put("item/full", bytes(neighbours(CAPACITY + CAPACITY / 4)));
    bytes.put("customer/full", bytes(customer()));
    bytes.put("session/typical", bytes(session(TYPICAL_CLICKS, 0)));
    bytes.put("session/full", bytes(session(Session.MAX_CLICKS, Session.MAX_EXCLUDED)));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.line(Map.of("stateBytes", bytes)));
    } else {
      out.println("bytes of state, as serialized:");
      bytes.forEach((state, size) -> out.printf(Locale.ROOT, "  %-20s %6d%n", state, size));
    }
    out.flush();
    return 0;
  }

  private static Neighbours neighbours(int size) {
    List<Lesson> lessons = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      lessons.add(new Lesson("", item(i), i, 1 + i));
    }
    return Neighbours.NONE.visited(0.1).with(Lessons.of(lessons), CAPACITY);
  }

  private static Neighbours customer() {
    List<Lesson> lessons = new ArrayList<>();
    for (int i = 0; i < Neighbours.MAX_GONE; i++) {
      lessons.add(new Lesson("", "x" + item(i), i, Lesson.GONE));
    }
    return neighbours(CAPACITY + CAPACITY / 4).with(Lessons.of(lessons), CAPACITY);
  }

  private static Session session(int clicks, int excluded) {
    Session session = Session.EMPTY.of("customer-0001");
    for (int i = 0; i < clicks; i++) {
      session =
          session
              .answered(i, i, "baseline")
              .with(Click.of(item(i), "kettles", "b", 1_000L * i, i, 1, true), NO_BOTS);
    }
    for (int i = 0; i < excluded; i++) {
      session = session.excluding(item(i));
    }
    return session;
  }

  private static String item(int number) {
    return "item-%05d".formatted(number);
  }

  /** As a checkpoint holds it and RocksDB keeps it, without key and time of the last write. */
  @SuppressWarnings("unchecked") // the class of a value is a class of its type
  private static <T> int bytes(T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    TypeInformation.of((Class<T>) value.getClass())
        .createSerializer(new SerializerConfigImpl())
        .serialize(value, out);
    return out.length();
  }
}
