/** What lies where, how long it lasts, and what to do when it does not last or lasts too long. */
package dev.millrace.supplychain.domain.stock;
