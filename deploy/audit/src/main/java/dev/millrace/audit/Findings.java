package dev.millrace.audit;

import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings for a person and for a program. */
final class Findings {

  private Findings() {}

  /**
   * Whether nothing was breached; what was skipped, or had nothing to be checked, is no breach and
   * no proof.
   */
  static boolean passed(List<Finding> findings) {
    return findings.stream().allMatch(finding -> finding.breaches() == 0);
  }

  static String text(List<Finding> findings) {
    TextTable table = new TextTable("", "invariant", "state", "checked", "breaches");
    findings.forEach(
        finding ->
            table.add(
                finding.id(),
                finding.name(),
                finding.state(),
                String.format(Locale.ROOT, "%,d", finding.checked()),
                String.format(Locale.ROOT, "%,d", finding.breaches())));
    StringBuilder text = new StringBuilder(table.toString());
    for (Finding finding : findings) {
      finding.notes().forEach(note -> text.append(finding.id() + "  " + note + "\n"));
      finding.first().forEach(id -> text.append(finding.id() + "  BREACH " + id + "\n"));
    }
    return text.toString();
  }

  static String json(List<Finding> findings) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("passed", passed(findings));
    tree.put("checks", findings.stream().map(Findings::tree).toList());
    return Json.line(tree);
  }

  private static Map<String, Object> tree(Finding finding) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", finding.id());
    tree.put("name", finding.name());
    tree.put("state", finding.state());
    tree.put("checked", finding.checked());
    tree.put("breaches", finding.breaches());
    tree.put("first", finding.first());
    tree.put("notes", finding.notes());
    return tree;
  }
}
