/**
 * Conditions of rules in the Common Expression Language (CEL).
 *
 * @see <a href="https://github.com/google/cel-spec">CEL</a>
 */
package dev.millrace.fraud.rules;
