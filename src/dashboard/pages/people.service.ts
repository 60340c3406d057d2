import { Injectable } from '@nestjs/common';
import { UserService } from '../../users/user.service';
import type { PeopleView } from './page-views';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Names the people whose ids the audit and queues hold. */
@Injectable()
export class PeopleService {
  constructor(private readonly users: UserService) {}

  /** Staff by their names; patients stay ids. */
  async named(ids: readonly (string | null)[]): Promise<PeopleView> {
    const known = [...new Set(ids.filter((id): id is string => id !== null && UUID.test(id)))];
    const users = known.length > 0 ? await this.users.findMany(known) : [];
    return new Map(
      users.map(({ id, role, displayName }) => [id, { role, name: role === 'Client' ? null : displayName }]),
    );
  }
}
