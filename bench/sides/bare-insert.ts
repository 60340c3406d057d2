import { loadClinic } from '../booking-load';
import { report } from '../side';

/** What is posted for bookings, posted to a route that does nothing but insert a row. */
report(() => loadClinic('bench/inserts'));
