import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config';
import { UserService } from '../../users/user.service';
import type { VisitorView } from '../dashboard.view-model';
import { FormTokens } from './form-tokens';
import type { Visitor } from './visitor';

/** What a page says of who looks at it, and lets them do. */
@Injectable()
export class VisitorViewsService {
  constructor(
    private readonly users: UserService,
    private readonly forms: FormTokens,
    private readonly config: Config,
  ) {}

  async view(visitor: Visitor | null): Promise<VisitorView> {
    if (!visitor) return { name: null, formToken: '', mayAct: false };
    const user = visitor.signInId === null ? null : await this.users.find(visitor.actor.userId);
    return {
      name: user?.displayName ?? null,
      formToken: this.forms.forVisitor(visitor),
      mayAct: !this.config.dashboardReadOnly,
    };
  }
}
