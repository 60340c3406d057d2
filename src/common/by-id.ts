/** Rows by their id. */
export function byId<K, T extends { id: K }>(rows: readonly T[]): Map<K, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
