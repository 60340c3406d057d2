import type { Language } from '../common/language';
import type { Config } from '../config/config';
import type { NoticeId, VisitDetails } from './appointment-notice';
import type { VisitKind, VisitNotice } from './notice';

/** What a notice says to one reader, in that reader's language. */
export function visitNotice<K extends VisitKind>(
  id: NoticeId & { kind: K },
  visit: VisitDetails,
  reader: { language: Language; firstName: string },
  { clinicName, publicUrl }: Pick<Config, 'clinicName' | 'publicUrl'>,
): VisitNotice<K> {
  return {
    kind: id.kind,
    language: reader.language,
    clinicName,
    firstName: reader.firstName,
    doctorName: visit.doctorName,
    appointmentId: id.appointmentId,
    sequence: id.sequence,
    offsetMinutes: id.kind === 'reminder' ? id.offset : null,
    date: visit.date,
    time: visit.time,
    timeZone: visit.timeZone,
    startsAt: visit.startsAt,
    endsAt: visit.endsAt,
    link: `${publicUrl}/appointments/${id.appointmentId}`,
    unsubscribeUrl: null,
  };
}
