package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.alert.ChildChange;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What changes an alert: exactly one of the components is not null. Commands, findings and children
 * come in one stream, so that those of one alert keep their order.
 *
 * @param finding what a detector says
 * @param command what a person does
 * @param child what becomes of an alert that is part of it
 */
public record AlertInput(Finding finding, Decoded<AlertCommand> command, ChildChange child) {

  /** How Flink serializes it. */
  public static final TypeInformation<AlertInput> TYPE =
      Types.POJO(
          AlertInput.class,
          Map.of(
              "finding",
              FindingTypes.FINDING,
              "command",
              Decoded.type(AlertCommand.class),
              "child",
              Types.POJO(
                  ChildChange.class,
                  Map.of(
                      "parentId", Types.STRING,
                      "count", Types.INT,
                      "valueMinor", Types.LONG,
                      "currency", Types.STRING,
                      "time", Types.LONG))));

  public static AlertInput of(Finding finding) {
    return new AlertInput(requireNonNull(finding), null, null);
  }

  public static AlertInput of(Decoded<AlertCommand> command) {
    return new AlertInput(null, requireNonNull(command), null);
  }

  static AlertInput of(ChildChange child) {
    return new AlertInput(null, null, requireNonNull(child));
  }

  /** The alert; what to key by. */
  public String alertId() {
    if (finding != null) {
      return finding.alertId();
    }
    return command != null ? command.value().getAlertId() : child.parentId();
  }

  /** Whether it is about an alert that others can be part of: about a place or a supplier. */
  public boolean isOfParent() {
    return switch (subjectType()) {
      case LANE, PORT, CARRIER, SUPPLIER -> true;
      case UNKNOWN, SHIPMENT, ORDER, STOCK, SENSOR -> false;
    };
  }

  private SubjectType subjectType() {
    if (finding != null) {
      return finding.subjectType();
    }
    // A command may name a subject of no known type; its alert is refused as unknown.
    for (SubjectType type : SubjectType.values()) {
      if (alertId().startsWith(Finding.subject(type, ""))) {
        return type;
      }
    }
    return SubjectType.UNKNOWN;
  }
}
