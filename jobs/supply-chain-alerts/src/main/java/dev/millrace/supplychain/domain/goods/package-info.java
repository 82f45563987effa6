/** Which ordered goods are late on their way, and what holds them. */
package dev.millrace.supplychain.domain.goods;
