/** What production refuses to start without. */
export const PRODUCTION = {
  NODE_ENV: 'production',
  JWT_SECRETS: `a:${'x'.repeat(32)}`,
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'clinic@example.com',
  PUBLIC_URL: 'https://clinic.example',
  LOG_LEVEL: 'silent',
};
