/** What a payment costs on its way through fraud scoring. */
package dev.millrace.fraud.benchmarks;
