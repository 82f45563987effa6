package dev.millrace.fraud.rules;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.DurationLiteralValidator;
import dev.cel.validator.validators.TimestampLiteralValidator;
import dev.millrace.fraud.domain.Condition;
import dev.millrace.fraud.domain.ConditionCompiler;
import dev.millrace.fraud.domain.FailedConditionException;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.InvalidConditionException;
import dev.millrace.payments.Transaction;
import java.util.Map;
import java.util.Optional;

/**
 * Conditions in CEL over the fields of a payment and its figures, type-checked when they are
 * compiled.
 *
 * <p>What one costs is bounded by its length, because there are no macros and so no loops, and
 * regular expressions are those of RE2, linear in what they are matched with. A variable is read
 * when the evaluation gets to it, so what {@code &&} leaves out costs nothing. There is no clock
 * and no chance in it.
 */
public final class CelConditions implements ConditionCompiler {
  private static final long serialVersionUID = 1L;

  /** The longest condition, in characters. */
  public static final int LONGEST = 2_000;

  private static final int DEEPEST = 50;
  private static final int MOST_NODES = 500;
  private static final int LARGEST_REGEX = 1_000;

  /** Made with the first condition: it takes a cold JVM a second, in which nothing is decided. */
  private static final class Engine {
    static final Map<String, Variable> VARIABLES = Variable.all();
    static final Cel CEL = cel();
    static final CelValidator LITERALS =
        CelValidatorFactory.standardCelValidatorBuilder(CEL)
            .addAstValidators(
                new RegexLiterals(LARGEST_REGEX),
                TimestampLiteralValidator.INSTANCE,
                DurationLiteralValidator.INSTANCE)
            .build();

    private static Cel cel() {
      CelOptions options =
          CelOptions.current()
              .enableHeterogeneousNumericComparisons(true)
              .maxExpressionCodePointSize(LONGEST)
              .maxParseRecursionDepth(DEEPEST)
              .maxParseExpressionNodeCount(MOST_NODES)
              .maxRegexProgramSize(LARGEST_REGEX)
              .enableComprehension(false)
              .build();
      var builder =
          CelFactory.plannerCelBuilder()
              .setOptions(options)
              .setStandardMacros()
              .setResultType(SimpleType.BOOL)
              .setStandardFunctions(RuleArithmetic.standardFunctions())
              .addFunctionDeclarations(RuleArithmetic.declarations())
              .addFunctionBindings(RuleArithmetic.bindings());
      VARIABLES.forEach((name, variable) -> builder.addVar(name, variable.type()));
      return builder.build();
    }
  }

  @Override
  public Condition compile(String expression) throws InvalidConditionException {
    if (expression.isBlank()) {
      throw new InvalidConditionException(1, 1, "is blank");
    }
    if (expression.length() > LONGEST) {
      throw new InvalidConditionException(
          1, 1, "has %d characters, the most are %d".formatted(expression.length(), LONGEST));
    }
    return new CelCondition(program(checked(expression)));
  }

  private static CelAbstractSyntaxTree checked(String expression) throws InvalidConditionException {
    CelValidationResult types = Engine.CEL.compile(expression);
    refuseErrors(types);
    CelAbstractSyntaxTree tree = tree(types);
    refuseErrors(Engine.LITERALS.validate(tree));
    return tree;
  }

  private static CelAbstractSyntaxTree tree(CelValidationResult valid)
      throws InvalidConditionException {
    try {
      return valid.getAst();
    } catch (CelValidationException e) {
      throw new InvalidConditionException(1, 1, e.getMessage());
    }
  }

  private static Program program(CelAbstractSyntaxTree tree) throws InvalidConditionException {
    try {
      return Engine.CEL.createProgram(tree);
    } catch (CelEvaluationException e) {
      throw new InvalidConditionException(1, 1, e.getMessage());
    }
  }

  private static void refuseErrors(CelValidationResult result) throws InvalidConditionException {
    for (CelIssue issue : result.getErrors()) {
      // Lines count from 1 there, columns from 0; -1 stands for no place.
      throw new InvalidConditionException(
          Math.max(1, issue.getSourceLocation().getLine()),
          Math.max(1, issue.getSourceLocation().getColumn() + 1),
          Complaint.inWords(issue.getMessage()));
    }
  }

  /** The fields and figures of one payment, by name. */
  private record Variables(Transaction payment, Features features) implements CelVariableResolver {
    @Override
    public Optional<Object> find(String name) {
      Variable variable = Engine.VARIABLES.get(name);
      return variable == null
          ? Optional.empty()
          : Optional.of(variable.reading().of(payment, features));
    }
  }

  private record CelCondition(Program program) implements Condition {
    @Override
    public boolean holds(Transaction payment, Features features) {
      try {
        Object result = program.eval(new Variables(payment, features));
        if (result instanceof Boolean holds) {
          return holds;
        }
        throw new FailedConditionException("answers '%s', not true or false".formatted(result));
      } catch (CelEvaluationException e) {
        throw new FailedConditionException(e.getMessage());
      }
    }
  }
}
