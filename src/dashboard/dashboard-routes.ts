import { applyDecorators, UseFilters, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Anyone } from '../auth/access';
import { DashboardFilter } from './dashboard.filter';
import { DashboardPageInterceptor } from './page.interceptor';

/** On a controller of pages. Who may see them is for its guards, since the sign-in is another than the API's. */
export const DashboardRoutes = () =>
  applyDecorators(
    ApiExcludeController(),
    Anyone(),
    UseInterceptors(DashboardPageInterceptor),
    UseFilters(DashboardFilter),
  );
