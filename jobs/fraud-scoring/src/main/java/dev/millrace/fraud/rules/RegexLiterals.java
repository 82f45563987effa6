package dev.millrace.fraud.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.bundle.Cel;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.validator.CelAstValidator;
import java.util.regex.MatchResult;

/**
 * Refuses regular expressions that could not be evaluated: those that RE2 does not know, such as
 * back-references, and those that become too large. Their size is known only when they are made,
 * and {@code ((a{1000}){1000}){1000}} takes all memory on the way: so counts are looked at before,
 * and an expression that comes with the payment is refused.
 *
 * @param largest instructions that one may become
 */
record RegexLiterals(int largest) implements CelAstValidator {
  /** The larger number of {@code {3}} and {@code {3,5}}. */
  private static final java.util.regex.Pattern COUNT =
      java.util.regex.Pattern.compile("(?<=\\{|\\{\\d{1,9},)\\d+(?=\\}|,\\})");

  @Override
  public void validate(CelNavigableAst tree, Cel cel, IssuesFactory issues) {
    tree.getRoot()
        .allNodes()
        .filter(node -> node.getKind() == ExprKind.Kind.CALL)
        .map(CelNavigableExpr::expr)
        .filter(expr -> expr.call().function().equals("matches"))
        .map(RegexLiterals::pattern)
        .forEach(expr -> validate(expr, issues));
  }

  /** The last argument: {@code text.matches(pattern)} or {@code matches(text, pattern)}. */
  private static CelExpr pattern(CelExpr matches) {
    return matches.call().args().get(matches.call().args().size() - 1);
  }

  private static boolean isText(CelExpr expr) {
    return expr.exprKind().getKind() == ExprKind.Kind.CONSTANT
        && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE;
  }

  private void validate(CelExpr expr, IssuesFactory issues) {
    if (!isText(expr)) {
      issues.addError(expr.id(), "regular expression must be a text in quotes");
      return;
    }
    String regex = expr.constant().stringValue();
    try {
      double size = copies(regex);
      if (size <= largest) {
        size = Pattern.compile(regex).programSize();
      }
      if (size > largest) {
        issues.addError(
            expr.id(),
            "regular expression becomes %.0f instructions or more, the most are %d"
                .formatted(size, largest));
      }
    } catch (PatternSyntaxException e) {
      issues.addError(expr.id(), "regular expression: " + e.getMessage());
    }
  }

  /** How often something in it can be repeated by counts, if each is inside the one before. */
  private static double copies(String regex) {
    return COUNT
        .matcher(regex)
        .results()
        .map(MatchResult::group)
        .mapToDouble(Double::parseDouble)
        .filter(count -> count > 1)
        .reduce(1, (one, other) -> one * other);
  }
}
