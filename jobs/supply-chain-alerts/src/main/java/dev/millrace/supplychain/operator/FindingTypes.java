package dev.millrace.supplychain.operator;

import dev.millrace.common.contract.RecordType;
import dev.millrace.suite.Source;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.RecommendedAction;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How Flink serializes findings. */
public final class FindingTypes {
  static final TypeInformation<Stake> STAKE =
      Types.POJO(
          Stake.class,
          Map.of(
              "valueMinor", Types.LONG,
              "currency", Types.STRING,
              "impactAt", Types.LONG,
              "owner", Types.STRING,
              "orderIds", Types.LIST(Types.STRING)));

  /** A finding. */
  public static final TypeInformation<Finding> FINDING =
      Types.POJO(
          Finding.class,
          Map.ofEntries(
              Map.entry("kind", Types.ENUM(AlertKind.class)),
              Map.entry("subjectType", Types.ENUM(SubjectType.class)),
              Map.entry("subjectId", Types.STRING),
              Map.entry("status", Types.ENUM(Finding.Status.class)),
              Map.entry("since", Types.LONG),
              Map.entry("time", Types.LONG),
              Map.entry("stake", STAKE),
              Map.entry("summary", Types.STRING),
              Map.entry("evidence", Types.MAP(Types.STRING, Types.DOUBLE)),
              Map.entry("action", new RecordType<>(RecommendedAction.class)),
              Map.entry("parents", Types.LIST(Types.STRING)),
              Map.entry("source", new RecordType<>(Source.class))));

  private FindingTypes() {}
}
