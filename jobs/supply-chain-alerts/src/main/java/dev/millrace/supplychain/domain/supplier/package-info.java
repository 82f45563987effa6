/** How suppliers keep their word, and when that changes. */
package dev.millrace.supplychain.domain.supplier;
