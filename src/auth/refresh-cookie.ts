import {
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { type Observable, catchError, map, throwError } from 'rxjs';
import { cookieOf } from '../common/http/cookies';
import { RefreshRefused } from './auth.errors';
import type { RefreshableSignIn } from './sign-in.service';

const NAME = 'refresh';
/** Nobody else's: it goes nowhere but to where sign-ins begin and end. */
const PATH = '/api/auth';
/** Of what `randomBytes` gives in base64url, with room to spare. */
const LONGEST = 200;

/** The refresh token that the browser sent; null without one. */
export const SentRefreshToken = createParamDecorator((_: unknown, context: ExecutionContext): string | null => {
  const token = cookieOf(context.switchToHttp().getRequest<Request>(), NAME);
  return token === null || token === '' || token.length > LONGEST ? null : token;
});

const options = ({ secure }: Request): CookieOptions => ({ path: PATH, httpOnly: true, sameSite: 'strict', secure });

class KeepInterceptor implements NestInterceptor<RefreshableSignIn> {
  intercept(context: ExecutionContext, next: CallHandler<RefreshableSignIn>): Observable<unknown> {
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    return next.handle().pipe(
      map(({ view, refresh }) => {
        response.cookie(NAME, refresh.token, { ...options(request), expires: refresh.expiresAt });
        return view;
      }),
      catchError((error: unknown) => {
        if (error instanceof RefreshRefused && error.because !== 'used-just-now') drop(request, response);
        return throwError(() => error);
      }),
    );
  }
}

class DropInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    drop(http.getRequest(), http.getResponse());
    return next.handle();
  }
}

function drop(request: Request, response: Response): void {
  response.clearCookie(NAME, options(request));
}

/** Gives the browser the refresh token of the sign-in that a route returns, and the client the rest. */
export const KeepsRefreshToken = () => UseInterceptors(new KeepInterceptor());

/** Takes the browser's refresh token from it. */
export const DropsRefreshToken = () => UseInterceptors(new DropInterceptor());
