/** Flink operators: each loads state, asks the domain, stores and emits. */
package dev.millrace.supplychain.operator;
