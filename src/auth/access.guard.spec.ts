import { AccessGuard } from './access.guard';
import { Unauthenticated } from './auth.errors';

describe('AccessGuard', () => {
  const judge = (error: Error | null, actor: object | null) => () =>
    AccessGuard.prototype.handleRequest.call(undefined, error, actor);

  it('does not take a sign-in for ended because it could not be looked up', () => {
    const failure = new Error('the database is away');
    expect(judge(failure, null)).toThrow(failure);
  });

  it('refuses a token that stands for nobody', () => {
    expect(judge(null, null)).toThrow(Unauthenticated);
  });
});
