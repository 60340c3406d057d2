/** A visit with what hangs on it. */
export interface Visit {
  doctorId: number;
  appointmentId: string;
  /** Of the patient. */
  notificationId: string;
  reportId: string;
}

/** A route that leads to what belongs to somebody. */
export interface Owned {
  /** To whom of a visit it belongs. */
  to: 'patient' | 'doctor' | 'either';
  /** Whether Admins reach everyone's. */
  adminsToo: boolean;
  status: 'scheduled' | 'completed';
  hasReport?: boolean;
  path: (visit: Visit) => string;
  body?: (visit: Visit) => object;
}

const REPORT = { to: 'doctor', status: 'completed', hasReport: true } as const;
const reportPath = ({ reportId }: Visit) => `doctor/medical-reports/${reportId}`;

/** Routes that lead to what belongs to somebody, written as Nest writes them and without the prefix `api`. */
export const OWNED_ROUTES: Readonly<Record<string, Owned>> = {
  'PUT client/appointments/:id': {
    to: 'patient',
    adminsToo: true,
    status: 'scheduled',
    path: ({ appointmentId }) => `client/appointments/${appointmentId}`,
    body: () => ({ appointmentDate: '2027-01-06', appointmentTime: '20:00' }),
  },
  'POST client/appointments/:id/cancel': {
    to: 'patient',
    adminsToo: true,
    status: 'scheduled',
    path: ({ appointmentId }) => `client/appointments/${appointmentId}/cancel`,
    body: () => ({}),
  },
  'GET client/appointments/:id.ics': {
    to: 'either',
    adminsToo: true,
    status: 'scheduled',
    path: ({ appointmentId }) => `client/appointments/${appointmentId}.ics`,
  },
  'POST client/reviews': {
    to: 'patient',
    adminsToo: false,
    status: 'completed',
    path: () => 'client/reviews',
    body: ({ appointmentId }) => ({ appointmentId, rating: 5 }),
  },
  'GET doctor/:id/reviews': {
    to: 'doctor',
    adminsToo: true,
    status: 'completed',
    path: ({ doctorId }) => `doctor/${doctorId}/reviews`,
  },
  'GET doctor/:id/appointments': {
    to: 'doctor',
    adminsToo: true,
    status: 'completed',
    path: ({ doctorId }) => `doctor/${doctorId}/appointments`,
  },
  'PUT doctor/appointments/:id/status': {
    to: 'doctor',
    adminsToo: false,
    status: 'scheduled',
    path: ({ appointmentId }) => `doctor/appointments/${appointmentId}/status`,
    body: () => ({ status: 'cancelled' }),
  },
  'POST doctor/medical-reports': {
    to: 'doctor',
    adminsToo: false,
    status: 'completed',
    path: () => 'doctor/medical-reports',
    body: ({ appointmentId }) => ({ appointmentId }),
  },
  'PUT doctor/medical-reports/:id': { ...REPORT, adminsToo: false, path: reportPath, body: () => ({}) },
  'DELETE doctor/medical-reports/:id': { ...REPORT, adminsToo: false, path: reportPath },
  'GET doctor/medical-reports/:id': { ...REPORT, adminsToo: true, path: reportPath },
  'GET doctor/medical-reports/appointment/:appointmentId': {
    ...REPORT,
    adminsToo: true,
    path: ({ appointmentId }) => `doctor/medical-reports/appointment/${appointmentId}`,
  },
  'PUT notifications/:id/read': {
    to: 'patient',
    adminsToo: false,
    status: 'scheduled',
    path: ({ notificationId }) => `notifications/${notificationId}/read`,
    body: () => ({}),
  },
};
