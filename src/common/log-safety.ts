/** An error as a log line shows it: without the members that libraries hang on it, such as a query's parameters. */
export interface SafeError {
  type: string;
  message: string;
  /** Only the places; the head of a stack repeats the message. */
  stack: string;
  code?: string | number;
  cause?: SafeError;
}

const MAX_MESSAGE = 500;
const MAX_CAUSES = 3;
/** How deep errors are looked for in what is logged. */
const MAX_DEPTH = 4;
const ADDRESS = /[^\s@<>()"'`,;:=]+@[^\s@<>()"'`,;:=]+/g;
const TOKEN = /\beyJ[\w-]+\.[\w-]*\.?[\w-]*/g;

/** What may be logged of an argument given to the logger: text without addresses and tokens, errors as `SafeError`. */
export function safeArgument(argument: unknown): unknown {
  return argument instanceof Error ? { err: safeError(argument) } : safeValue(argument, MAX_DEPTH);
}

function safeValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return scrub(value);
  if (value instanceof Error) return safeError(value);
  if (depth === 0 || !isPlain(value)) return value;
  if (Array.isArray(value)) return value.map((each) => safeValue(each, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, safeValue(each, depth - 1)]));
}

/** Whether logging shows the members of `value` and not a form of its own, as a Date's. */
function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !('toJSON' in value);
}

export function safeError(error: Error, depth = 0): SafeError {
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: safeMessage(error),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(error.cause instanceof Error && depth < MAX_CAUSES && { cause: safeError(error.cause, depth + 1) }),
  };
}

/** The message, unless it is of a kind that quotes data: of a database other than SQLite, of JSON or of validation. */
function safeMessage(error: Error): string {
  if ('driverError' in error) return databaseMessage(error.driverError);
  if ('code' in error && error.code === 'EREQUEST') return databaseMessage(error);
  if (error instanceof SyntaxError && error.message.includes('JSON')) return 'Text that is not JSON.';
  if ('issues' in error && Array.isArray(error.issues)) return issuesMessage(error.issues);
  return scrub(error.message);
}

/** SQLite names tables and columns only; others quote the values that broke an index. */
function databaseMessage(driverError: unknown): string {
  if (!(driverError instanceof Error)) return 'A statement failed.';
  const code = 'code' in driverError ? String(driverError.code) : '';
  if (code.startsWith('SQLITE_')) return scrub(driverError.message);
  const number = 'number' in driverError && typeof driverError.number === 'number' ? ` ${driverError.number}` : '';
  return `A statement failed: ${code || driverError.name}${number}`;
}

function issuesMessage(issues: readonly unknown[]): string {
  const places = issues.map((issue) => {
    const { path, code } = issue as { path?: unknown; code?: unknown }; // of a validation error, whichever library's
    return `${Array.isArray(path) ? path.map(String).join('.') : ''} ${String(code)}`.trim();
  });
  return `Not valid: ${places.join(', ')}`.slice(0, MAX_MESSAGE);
}

function scrub(text: string): string {
  const short = text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text;
  return short.replace(ADDRESS, '[address]').replace(TOKEN, '[token]');
}
