/** What detectors conclude and what becomes of an alert: pure logic, time is a parameter. */
package dev.millrace.supplychain.domain;
