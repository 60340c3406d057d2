import type { Role } from '../users/actor';

export interface DemoAccount {
  role: Role;
  userName: string;
  email: string;
  firstName: string;
  lastName: string;
  /** Of a Doctor. */
  specialization?: string;
}

/** Public, like everything about the demo: production refuses to start with one of its users. */
export const DEMO_PASSWORD = 'medano-demo';

/** In the order in which they are created: the first doctor is doctor 1. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { role: 'Admin', userName: 'demo-admin', email: 'admin@demo.example', firstName: 'Elena', lastName: 'Stan' },
  {
    role: 'Doctor',
    userName: 'demo-doctor',
    email: 'doctor@demo.example',
    firstName: 'Ana',
    lastName: 'Ionescu',
    specialization: 'Cardiology',
  },
  {
    role: 'Doctor',
    userName: 'demo-doctor-2',
    email: 'doctor2@demo.example',
    firstName: 'Mihai',
    lastName: 'Popescu',
    specialization: 'Dermatology',
  },
  { role: 'Client', userName: 'demo-client', email: 'client@demo.example', firstName: 'Ioana', lastName: 'Marin' },
  {
    role: 'Client',
    userName: 'demo-client-2',
    email: 'client2@demo.example',
    firstName: 'Andrei',
    lastName: 'Dumitru',
  },
];
