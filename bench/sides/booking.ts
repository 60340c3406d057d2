import { loadClinic } from '../booking-load';
import { report } from '../side';

/** Bookings over HTTP, each of a free slot: every rule, lock and follow-up job included. */
report(() => loadClinic('client/appointments'));
