package dev.millrace.fraud.rules;

import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.INT;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.standard.DivideOperator.DivideOverload;
import java.util.List;

/**
 * Where conditions calculate otherwise than CEL does.
 *
 * <p>Whole numbers may stand beside figures, which CEL allows for {@code <} alone: {@code
 * cardMeanMinor7d * 3} and {@code weekend == 1} need no {@code .0}; the whole number counts as a
 * double. And a figure divided by zero has no quotient, as with whole numbers: an infinite one
 * would be beyond every limit that a rule sets.
 */
final class RuleArithmetic {

  private RuleArithmetic() {}

  /** What CEL brings itself, without what is replaced here. */
  static CelStandardFunctions standardFunctions() {
    return CelStandardFunctions.newBuilder()
        .filterFunctions((function, overload) -> overload != DivideOverload.DIVIDE_DOUBLE)
        .build();
  }

  /** What is added to the operators that CEL brings. */
  static List<CelFunctionDecl> declarations() {
    return List.of(
        declaration("_+_", "add", DOUBLE),
        declaration("_-_", "subtract", DOUBLE),
        declaration("_*_", "multiply", DOUBLE),
        declaration("_/_", "divide", DOUBLE),
        // How these are computed CEL knows: its equality is one of numbers, whatever their types.
        declaration("_==_", "equals", BOOL),
        declaration("_!=_", "not_equals", BOOL));
  }

  private static CelFunctionDecl declaration(String operator, String name, CelType result) {
    return CelFunctionDecl.newFunctionDeclaration(
        operator,
        newGlobalOverload(name + "_double_int64", result, DOUBLE, INT),
        newGlobalOverload(name + "_int64_double", result, INT, DOUBLE));
  }

  /** How it is computed, by the names of the overloads. */
  static List<CelFunctionBinding> bindings() {
    return List.of(
        doubleFirst("add_double_int64", (one, other) -> one + other),
        intFirst("add_int64_double", (one, other) -> one + other),
        doubleFirst("subtract_double_int64", (one, other) -> one - other),
        intFirst("subtract_int64_double", (one, other) -> one - other),
        doubleFirst("multiply_double_int64", (one, other) -> one * other),
        intFirst("multiply_int64_double", (one, other) -> one * other),
        doubleFirst("divide_double_int64", (one, other) -> quotient(one, other)),
        intFirst("divide_int64_double", (one, other) -> quotient(one, other)),
        CelFunctionBinding.from(
            "divide_double", Double.class, Double.class, RuleArithmetic::quotient));
  }

  private static CelFunctionBinding doubleFirst(
      String overload, CelFunctionOverload.Binary<Double, Long> result) {
    return CelFunctionBinding.from(overload, Double.class, Long.class, result);
  }

  private static CelFunctionBinding intFirst(
      String overload, CelFunctionOverload.Binary<Long, Double> result) {
    return CelFunctionBinding.from(overload, Long.class, Double.class, result);
  }

  private static double quotient(double dividend, double divisor) {
    if (divisor == 0) {
      throw new ArithmeticException("/ by zero");
    }
    return dividend / divisor;
  }
}
