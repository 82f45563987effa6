/** How likely an open delivery is to be late, learned as deliveries arrive: pure logic. */
package dev.millrace.supplychain.domain.delivery;
