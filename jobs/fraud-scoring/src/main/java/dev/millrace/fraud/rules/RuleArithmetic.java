package dev.millrace.fraud.rules;

import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.INT;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.standard.DivideOperator.DivideOverload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * Where conditions calculate otherwise than CEL does.
 *
 * <p>Whole numbers may stand beside figures, which CEL allows for {@code <} alone: {@code
 * cardMeanMinor7d * 3} and {@code weekend == 1} need no {@code .0}; the whole number counts as a
 * double. And a figure divided by zero has no quotient, as with whole numbers: an infinite one
 * would be beyond every limit that a rule sets.
 */
final class RuleArithmetic {
  /** CEL's own name for the quotient of two doubles. */
  private static final String DIVIDE_DOUBLE = "divide_double";

  private static final List<Operator> ARITHMETIC =
      List.of(
          new Operator("_+_", "add", (one, other) -> one + other),
          new Operator("_-_", "subtract", (one, other) -> one - other),
          new Operator("_*_", "multiply", (one, other) -> one * other),
          new Operator("_/_", "divide", RuleArithmetic::quotient));

  private RuleArithmetic() {}

  /**
   * @param function CEL's name for it
   * @param overload what its overloads' names begin with
   */
  private record Operator(String function, String overload, DoubleBinaryOperator result) {
    String doubleFirst() {
      return overload + "_double_int64";
    }

    String intFirst() {
      return overload + "_int64_double";
    }
  }

  private static double quotient(double dividend, double divisor) {
    if (divisor == 0) {
      throw new ArithmeticException("/ by zero");
    }
    return dividend / divisor;
  }

  /** What CEL brings itself, without what is replaced here. */
  static CelStandardFunctions standardFunctions() {
    return CelStandardFunctions.newBuilder()
        .filterFunctions((function, overload) -> overload != DivideOverload.DIVIDE_DOUBLE)
        .build();
  }

  /** What is added to the operators that CEL brings. */
  static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>();
    for (Operator operator : ARITHMETIC) {
      declarations.add(
          declaration(operator.function(), operator.doubleFirst(), operator.intFirst(), DOUBLE));
    }
    // What they do CEL knows by itself: its equality is one of numbers, whatever their types.
    declarations.add(declaration("_==_", "equals_double_int64", "equals_int64_double", BOOL));
    declarations.add(
        declaration("_!=_", "not_equals_double_int64", "not_equals_int64_double", BOOL));
    return declarations;
  }

  private static CelFunctionDecl declaration(
      String function, String doubleFirst, String intFirst, CelType result) {
    return CelFunctionDecl.newFunctionDeclaration(
        function,
        newGlobalOverload(doubleFirst, result, DOUBLE, INT),
        newGlobalOverload(intFirst, result, INT, DOUBLE));
  }

  /** How it is computed. */
  @SuppressWarnings("Immutable") // the lambdas of ARITHMETIC hold nothing
  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    bindings.add(
        CelFunctionBinding.from(
            DIVIDE_DOUBLE, Double.class, Double.class, RuleArithmetic::quotient));
    for (Operator operator : ARITHMETIC) {
      bindings.add(
          CelFunctionBinding.from(
              operator.doubleFirst(),
              Double.class,
              Long.class,
              (one, other) -> operator.result().applyAsDouble(one, other.doubleValue())));
      bindings.add(
          CelFunctionBinding.from(
              operator.intFirst(),
              Long.class,
              Double.class,
              (one, other) -> operator.result().applyAsDouble(one.doubleValue(), other)));
    }
    return bindings;
  }
}
