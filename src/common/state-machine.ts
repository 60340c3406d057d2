/** For each state, the states it may move to. The table is the one place where a machine is described. */
export type TransitionTable<S extends string> = Readonly<Record<S, readonly S[]>>;

export function canMove<S extends string>(table: TransitionTable<S>, from: S, to: S): boolean {
  return table[from].includes(to);
}

/** A Mermaid `stateDiagram-v2` of the table, for the generated documentation. */
export function toMermaid<S extends string>(table: TransitionTable<S>, label?: (from: S, to: S) => string): string {
  const id = (state: string) => state.replaceAll('-', '_');
  const lines = (Object.keys(table) as S[]).flatMap((from) =>
    table[from].map((to) => `  ${id(from)} --> ${id(to)}${label ? ` : ${label(from, to)}` : ''}`),
  );
  return ['stateDiagram-v2', ...lines].join('\n');
}
