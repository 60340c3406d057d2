import { Injectable } from '@nestjs/common';
import type { Page, Paging } from '../common/paging';
import { UserService } from '../users/user.service';
import type { UserView } from './admin-user.dto';

@Injectable()
export class AdminUserService {
  constructor(private readonly users: UserService) {}

  /** Newest first. */
  async list(paging: Paging): Promise<Page<UserView>> {
    const page = await this.users.page(paging);
    return page.map((user) => ({ ...user, createdAt: user.createdAt.toISOString(), medicalReports: [] }));
  }
}
