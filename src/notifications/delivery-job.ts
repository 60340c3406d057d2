import type { JobTag } from '../jobs/definition/job-definition';

/** Under it a delivery has one open job at a time. */
export const deliveryKey = (id: number): string => `delivery:${id}`;

/** What the job of a delivery is found by. */
export const deliveryTags = (of: { appointmentId: number; userId: string }): JobTag[] => [
  { name: 'appointmentId', value: String(of.appointmentId) },
  { name: 'userId', value: of.userId },
];
