import type { FromChild, ToChild } from './child';

/** The child's side: answers what is asked by the function of that name. */
export function answering(answers: Record<string, (argument: never) => unknown>): void {
  process.on('message', ({ request, ask, with: argument }: ToChild) => {
    const answer = answers[ask] as ((argument: unknown) => unknown) | undefined; // who asks knows what it takes
    Promise.resolve()
      .then(() => {
        if (!answer) throw new Error(`Nothing answers "${ask}".`);
        return answer(argument);
      })
      .then(
        (value) => ({ reply: request, value }),
        (error: unknown) => ({ reply: request, error: String(error) }),
      )
      .then(send, () => undefined);
  });
  // Nobody is left to answer to.
  process.on('disconnect', () => process.exit(0));
}

export function tellNews(news: string, fields: Record<string, unknown> = {}): void {
  send({ news, ...fields });
}

function send(message: FromChild): void {
  process.send?.(message);
}
