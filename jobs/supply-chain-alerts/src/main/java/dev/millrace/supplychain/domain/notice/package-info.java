/** When an owner is told of an alert: pure logic, time is a parameter. */
package dev.millrace.supplychain.domain.notice;
