package dev.millrace.supplychain.operator;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;

/** Deadlines as earlier builds kept them: all ids of a moment together. */
final class EarlierDeadlines {
  private EarlierDeadlines() {}

  /** Takes the deadlines of a key out of the state in which they are kept now. */
  static Map<Long, List<String>> taken(RuntimeContext context, StateTtlConfig timeToLive)
      throws Exception {
    MapStateDescriptor<Long, Deadlines.Moment> moment =
        new MapStateDescriptor<>("deadline-moments", Types.LONG, Deadlines.MOMENT);
    MapStateDescriptor<String, String> id =
        new MapStateDescriptor<>("deadline-ids", Types.STRING, Types.STRING);
    MapStateDescriptor<String, Deadlines.Slot> slot =
        new MapStateDescriptor<>("deadline-slots", Types.STRING, Deadlines.SLOT);
    moment.enableTimeToLive(timeToLive);
    id.enableTimeToLive(timeToLive);
    slot.enableTimeToLive(timeToLive);
    MapState<String, Deadlines.Slot> slots = context.getMapState(slot);
    List<Map.Entry<String, Deadlines.Slot>> entries = new ArrayList<>();
    for (Map.Entry<String, Deadlines.Slot> entry : slots.entries()) {
      entries.add(Map.entry(entry.getKey(), entry.getValue()));
    }
    entries.sort(comparingInt(entry -> entry.getValue().number()));
    Map<Long, List<String>> lists = new HashMap<>();
    for (Map.Entry<String, Deadlines.Slot> entry : entries) {
      lists.computeIfAbsent(entry.getValue().time(), any -> new ArrayList<>()).add(entry.getKey());
    }
    context.getMapState(moment).clear();
    context.getMapState(id).clear();
    slots.clear();
    return lists;
  }
}
