import { DEMO_PASSWORD } from '../../src/admin/demo-accounts';
import { SignedLinkService } from '../../src/auth/signed-link.service';
import { SigningKeys } from '../../src/auth/signing-keys';

const SECRET = { kid: 'fuzz', secret: 'a secret of at least thirty-two bytes' };

/** Reads the metrics. */
export const METRICS_TOKEN = 'a-token-for-the-metrics';

/** What a clinic has to be started with so that the keys fit. */
export const LOCKS = { METRICS_TOKEN, JWT_SECRETS: `${SECRET.kid}:${SECRET.secret}` };

/** Signs in, refreshes and signs out beside those who ask, whose sign-ins are needed. */
export const GUEST = { email: 'guest@example.com', password: DEMO_PASSWORD };

/** Of the link in a user's reminders. */
export const unsubscribeToken = (userId: string) =>
  new SignedLinkService(new SigningKeys([SECRET])).tokenFor('unsubscribe', userId);
