/** What becomes of an alert from its first finding to its end: pure logic, time is a parameter. */
package dev.millrace.supplychain.domain.alert;
