package dev.millrace.recommendations.domain;

/** What learns which items belong to it. */
public enum SubjectKind {
  /** An item: the items of the sessions that visited it. */
  ITEM,
  /** A category: its items, by how much they are looked at lately. */
  CATEGORY,
  /** The whole shop, the same. */
  SHOP,
  /** A customer: the items of all his or her sessions. */
  CUSTOMER
}
