package dev.millrace.simulator.supply;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong.
 *
 * @param id of the disruption, or of the incident
 * @param kind a {@link DisruptionKind} in lower case with hyphens; or late-shipment, late-order,
 *     stock-out: what goes wrong by chance
 * @param subject what is wrong itself, such as PORT:NLRTM
 * @param affected what suffers from it, as alerts name their subjects
 * @param from when it began, milliseconds since 1970
 * @param to when it ended, its consequences not included
 * @param firstEvidence from when on records, or their absence, tell of it; {@link Long#MAX_VALUE}
 *     if they never did
 */
public record Truth(
    String id,
    String kind,
    String subject,
    List<String> affected,
    long from,
    long to,
    long firstEvidence) {

  /** As a JSON object. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", id);
    tree.put("kind", kind);
    tree.put("subject", subject);
    tree.put("affected", affected);
    tree.put("from", from);
    tree.put("to", to);
    tree.put("firstEvidence", firstEvidence == Long.MAX_VALUE ? null : firstEvidence);
    return tree;
  }
}
