/** Whether goods stay as cold as they must, and whether their sensors are still heard. */
package dev.millrace.supplychain.domain.coldchain;
